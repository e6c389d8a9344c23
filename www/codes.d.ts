/** The codes of what goes wrong: of answers, of a post, of a site's own code. */

export type MisuseCode =
  /** Used before `init()` has resolved. */
  | 'not_initialised'
  /** The text is no form: another version of the relay wrote it, or it is not whole. */
  | 'form_invalid'
  /** The object is no offer. */
  | 'offer_invalid'
  /** The object is no answers, or has a key that no form has. */
  | 'answers_invalid'
  /** The object is no choice to explain. */
  | 'choice_invalid'
  /** The day is none. */
  | 'date_invalid'
  /** The address to send to is none. */
  | 'action_invalid'

/** Why answers or a transaction were refused; `codes()` lists them. */
export type ErrorCode = AnswerCode | RequestCode

/** Of one answer. */
export type AnswerCode =
  /** Nothing was answered, or nothing visible. */
  | 'required'
  /** Not among what this form offers. */
  | 'not_offered'
  /** Sent in a shape that the field cannot have: a list, an object… */
  | 'malformed'
  /** Longer than the distant can keep; `limit` tells how many characters. */
  | 'too_long'
  /** Holds a character that no name has, or one that was lost on the way. */
  | 'forbidden_characters'
  /** Not a number. */
  | 'amount_invalid'
  /** Could be read in two ways: `1.000` is one thousand to some and one to others. */
  | 'amount_ambiguous'
  /** Has cents, where the site takes whole euros. */
  | 'amount_not_whole'
  /** Below `limit`, in cents. */
  | 'amount_too_small'
  /** Above `limit`, in cents. */
  | 'amount_too_large'
  /** Not an e-mail address. */
  | 'email_invalid'
  /** Not a title that this form offers. */
  | 'title_invalid'
  /** Not a date in a way of writing that we read. */
  | 'date_invalid'
  /** A day that does not exist, or on which no living person was born. */
  | 'date_impossible'
  /** Not a postal code of the country. */
  | 'postal_code_invalid'
  /** Not a country. */
  | 'country_invalid'
  /** Not a telephone number. */
  | 'phone_invalid'
  /** An optional subscription that needs the address, which was not given. */
  | 'address_needed'
  /** The proof of work is missing, wrong or expired. */
  | 'captcha_invalid'

/** Of the whole: answers, a form, a request, the way to the relay. */
export type RequestCode =
  /** Some answers are refused; they are listed. */
  | 'invalid_answers'
  /** The site is being maintained. */
  | 'maintenance'
  /** The campaign is over. */
  | 'campaign_closed'
  /** The distant cannot be reached; nothing was saved, and the same request can be sent again. */
  | 'distant_unavailable'
  /** The distant refused the transaction; sending it again will not help. */
  | 'distant_refused'
  /** The relay cannot be reached from the page, or does not answer in time. */
  | 'relay_unreachable'
  /** The page is offline. */
  | 'offline'
  /** The `Idempotency-Key` header is missing or not 16 to 64 letters, digits, `-` and `_`. */
  | 'idempotency_key_invalid'
  /** The same key was used with another transaction, or with one whose payment has ended. */
  | 'idempotency_key_reused'
  /** The request comes from a page of another site. */
  | 'cross_origin'
  /** The body is not what its content type says. */
  | 'body_invalid'
  /** The body is too large. */
  | 'body_too_large'
  /** The body took too long to come. */
  | 'too_slow'
  /** The content type is neither JSON nor a form. */
  | 'media_type_unsupported'
  /** Nothing is here. */
  | 'not_found'
  /** This address does not take that method. */
  | 'method_not_allowed'
  /** Too many at once; try again shortly. */
  | 'busy'
  /** Sent sooner than a person can, or with a field filled in that people do not see. */
  | 'robot_suspected'
  /** The form was shown too long ago, or not by this relay. */
  | 'page_expired'
  /** Sent without scripts, the same answers as before from the same page, and their payment has ended. */
  | 'payment_ended'
  /** The payment has gone on; this can no longer be done to it. */
  | 'payment_moved_on'
  /** The relay cannot write: nothing was saved, and the same request can be sent again. */
  | 'not_saved'
  /** Our fault; it was logged. */
  | 'internal'
