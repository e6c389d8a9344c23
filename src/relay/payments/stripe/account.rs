//! One account: what the relay does with it, in the words of payments.

use super::checkout::NewSession;
use super::client::StripeClient;
use super::objects::{ChargeStatus, Event, Expandable, Id, PaymentIntent, Session, SessionStatus};
use super::reading::{Found, read};
use super::refusal::StripeError;
use super::signature::{SignatureError, WebhookSecrets};
use crate::relay::payments::provider::Observed;
use secrecy::SecretString;
use std::fmt;
use std::str::FromStr;

/// The events that tell where a payment stands: an endpoint is set up with these, and they are what a sweep asks for.
pub const EVENTS: [&str; 11] = [
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.refunded",
    "checkout.session.async_payment_failed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "checkout.session.expired",
    REFUSED_TRY,
    "refund.created",
    "refund.failed",
    "refund.updated",
];

/// An object that tells where a payment stands, as `checkout.session:cs_test_a1B2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    kind: Kind,
    id: Id,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Session,
    Intent,
    Charge,
    Refund,
    Dispute,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Session, Self::Intent, Self::Charge, Self::Refund, Self::Dispute];

    const fn word(self) -> &'static str {
        match self {
            Self::Session => "checkout.session",
            Self::Intent => "payment_intent",
            Self::Charge => "charge",
            Self::Refund => "refund",
            Self::Dispute => "dispute",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl Object {
    /// Returns a session, by its name.
    pub const fn session(id: Id) -> Self {
        Self { kind: Kind::Session, id }
    }

    /// Returns the object that an event is of, or `None` where it tells nothing of a payment.
    fn of(event: Event) -> Option<Self> {
        Some(Self { kind: Kind::from_word(&event.data.object.object)?, id: event.data.object.id? })
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.word(), self.id)
    }
}

impl FromStr for Object {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, id) = text.split_once(':').ok_or("not an object of Stripe")?;
        let kind = Kind::from_word(kind).ok_or("not an object that tells of a payment")?;
        Ok(Self { kind, id: Id::try_from(id.to_owned())? })
    }
}

/// What a message says: which object to look at. All that is to be kept of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Stripe's name of the event: the same, however often it comes.
    pub event: Id,
    /// As `checkout.session.completed`.
    pub kind: &'static str,
    /// What to look at.
    pub object: Object,
}

impl Hint {
    /// Checks whether it tells of a means that was refused.
    pub fn is_refused_try(&self) -> bool {
        self.kind == REFUSED_TRY
    }
}

/// Tells of a means that was refused, while the payer may take another one.
const REFUSED_TRY: &str = "payment_intent.payment_failed";

/// Why a message is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HintError {
    /// It is not signed.
    #[error("not signed")]
    Unsigned,
    /// Its signature is not right.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// It is signed, and not an event.
    #[error("not an event")]
    Unreadable,
}

/// A page that was opened for an attempt.
#[derive(Debug)]
pub struct Opened {
    /// What to keep of it.
    pub object: Object,
    /// Where it is. It shows the payer's e-mail address, so that it is passed on and forgotten.
    pub url: SecretString,
}

/// An account of Stripe.
pub struct Account {
    client: StripeClient,
    secrets: WebhookSecrets,
}

impl Account {
    /// Makes it from what speaks with it and what its messages are signed with.
    pub const fn new(client: StripeClient, secrets: WebhookSecrets) -> Self {
        Self { client, secrets }
    }

    /// Opens a page for an attempt: the same one, however often it is asked for.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn open(&self, session: &NewSession<'_>) -> Result<Opened, StripeError> {
        let Session { id, url, .. } = self.client.open(session).await?;
        Ok(Opened { object: Object::session(id), url: url.ok_or(StripeError::Unreadable)? })
    }

    /// Returns where the page of an attempt is, or `None` where nobody can pay there any more.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn page(&self, object: &Object) -> Result<Option<SecretString>, StripeError> {
        let session = self.client.session(&object.id).await?;
        Ok(session.url.filter(|_| session.status == Some(SessionStatus::Open)))
    }

    /// Closes the page of an attempt, before there is another: a forgotten tab must not pay a second time. It may be over
    /// already: paid perhaps, in this very moment.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn close(&self, object: &Object) -> Result<(), StripeError> {
        match self.client.expire(&object.id).await {
            Ok(_) | Err(StripeError::Refused { status: 400, .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Reads a message: checks that Stripe signed it near `now`, in seconds since 1970, and returns which object to look at,
    /// or `None` where it tells nothing of a payment.
    ///
    /// # Errors
    /// See [`HintError`].
    pub fn hint(&self, signature: Option<&str>, body: &[u8], now: i64) -> Result<Option<Hint>, HintError> {
        self.secrets.verify(signature.ok_or(HintError::Unsigned)?, body, now)?;
        let event: Event = serde_json::from_slice(body).map_err(|_| HintError::Unreadable)?;
        let kind = EVENTS.into_iter().find(|kind| *kind == event.kind);
        tracing::info!(provider = "stripe", event = %event.id, kind = kind.unwrap_or("another"), "an event");
        let id = event.id.clone();
        Ok(kind.zip(Object::of(event)).map(|(kind, object)| Hint { event: id, kind, object }))
    }

    /// Fetches all that there is of the payment that an object is of, or `None` where it is not ours.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn observe(&self, object: &Object) -> Result<Option<Observed>, StripeError> {
        let found = match object.kind {
            Kind::Session => self.session(&object.id).await,
            _ => self.payment(object).await,
        };
        match found {
            Ok(found) => Ok(read(&found)),
            // Of the other mode, or of an account that we no longer have the key of.
            Err(StripeError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Gives back so many cents of what an attempt brought: once for each key. Returns what tells where that stands.
    ///
    /// # Errors
    /// See [`StripeError`]; what brought nothing has nothing to give back.
    pub async fn give_back(&self, object: &Object, cents: u64, key: &str) -> Result<Object, StripeError> {
        let session = self.client.session(&object.id).await?;
        let intent = session.payment_intent.as_ref().ok_or(StripeError::NotFound)?;
        let refund = self.client.give_back(name(intent), cents, key).await?;
        Ok(Object { kind: Kind::Refund, id: refund.id })
    }

    /// Returns the objects to which something happened since then, in seconds since 1970: what messages, lost or not, told of.
    ///
    /// # Errors
    /// See [`StripeError`].
    pub async fn sweep(&self, since: i64) -> Result<Vec<Object>, StripeError> {
        let mut objects = Vec::new();
        for object in self.client.events(&EVENTS, since).await?.into_iter().filter_map(Object::of) {
            if !objects.contains(&object) {
                objects.push(object);
            }
        }
        Ok(objects)
    }

    async fn session(&self, id: &Id) -> Result<Found, StripeError> {
        let mut session = self.client.session(id).await?;
        let intent = match session.payment_intent.take() {
            None => None,
            Some(Expandable::Object(intent)) => Some(*intent),
            Some(Expandable::Id(id)) => Some(self.client.payment_intent(&id).await?),
        };
        self.with_the_rest(Some(session), intent).await
    }

    /// Fetches the payment that an object is, or is of. Its page is looked for too: a payment that was refused may be tried
    /// again while that is open, and only then.
    async fn payment(&self, Object { kind, id }: &Object) -> Result<Found, StripeError> {
        let of = match kind {
            Kind::Charge => self.client.charge(id).await?.payment_intent,
            Kind::Refund => self.client.refund(id).await?.payment_intent,
            Kind::Dispute => self.client.dispute(id).await?.payment_intent,
            Kind::Session | Kind::Intent => Some(Expandable::Id(id.clone())),
        };
        let of = of.ok_or(StripeError::NotFound)?;
        match self.client.session_of(name(&of)).await? {
            Some(session) => self.session(&session.id).await,
            None => {
                let intent = self.client.payment_intent(name(&of)).await?;
                self.with_the_rest(None, Some(intent)).await
            }
        }
    }

    async fn with_the_rest(
        &self,
        session: Option<Session>,
        intent: Option<PaymentIntent>,
    ) -> Result<Found, StripeError> {
        let charge = intent.as_ref().and_then(|it| it.latest_charge.as_ref()?.object());
        let disputes = match &intent {
            Some(intent) if charge.is_some_and(|it| it.disputed) => self.client.disputes(&intent.id).await?,
            _ => Vec::new(),
        };
        // Tries come faster than they are looked at, and the payment names the last one alone.
        let tries = match &intent {
            Some(intent) if charge.is_some_and(|it| it.status == Some(ChargeStatus::Failed)) => {
                self.client.charges(&intent.id).await?
            }
            _ => Vec::new(),
        };
        Ok(Found { session, intent, disputes, tries })
    }
}

/// Returns the name of a payment.
fn name(intent: &Expandable<PaymentIntent>) -> &Id {
    match intent {
        Expandable::Id(id) => id,
        Expandable::Object(intent) => &intent.id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_kept_by_its_kind_and_its_name() {
        for text in
            ["checkout.session:cs_test_a1B2", "payment_intent:pi_1", "charge:py_1", "refund:re_1", "dispute:du_1"]
        {
            assert_eq!(text.parse::<Object>().unwrap().to_string(), text);
        }
        for text in ["", "cs_test_1", "checkout.session:", "customer:cus_1", "charge:../events", "charge:a b"] {
            assert!(text.parse::<Object>().is_err(), "{text}");
        }
    }
}
