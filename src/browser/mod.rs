//! The page's module: it reads the answers from the form's HTML, shows what the rules say, and posts. `docs/page.md`
//! is its contract with that HTML. It holds no rule and no sentence.
//!
//! The wiring of events stays in `www/src/`, so that a trap in here leaves a form that posts as plain HTML.

mod answers;
mod dom;
mod errors;
mod json;
mod post;
mod show;
mod text;

use crate::form::{Form, MoneyStyle, Refusal, check, rules::date::Day};
use crate::protocol::Code;
use dom::Root;
use js_sys::{Date, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::HtmlFormElement;

/// Two kilobytes (brotli) smaller than the standard allocator.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// A form of the page with its rules. It takes no `&mut self`: while one call focuses a field, the page makes another.
#[wasm_bindgen]
pub struct Attached {
    page: Rc<Page>,
}

/// What the parts of this room share.
struct Page {
    root: Root,
    form: Form,
    money: MoneyStyle,
}

#[wasm_bindgen]
impl Attached {
    /// Reads the rules that the form's HTML carries.
    ///
    /// # Errors
    /// Where they are absent or not ours, or there is no example of money: another version of the relay wrote them.
    #[wasm_bindgen(constructor)]
    pub fn new(form: HtmlFormElement) -> Result<Self, JsError> {
        let root = Root::new(form);
        let rules = root.attribute("data-campagnodon").and_then(|text| Form::decode(&text).ok());
        let money = root.attribute("data-money").and_then(|example| MoneyStyle::parse(&example));
        let page = Page {
            form: rules.ok_or_else(|| JsError::new("data-campagnodon is no form"))?,
            money: money.ok_or_else(|| JsError::new("data-money is no example"))?,
            root,
        };
        Ok(Self { page: Rc::new(page) })
    }

    /// Shows, hides and explains by the answers so far; the field that was edited is no longer at fault. The amount in
    /// cents, where one is chosen that can be given.
    pub fn update(&self, edited: Option<String>) -> Option<f64> {
        if let Some(name) = edited {
            errors::forgive(&self.page, &name);
        }
        show::show(&self.page).map(|amount| amount.cents() as f64)
    }

    /// Chooses the free amount, then does what [`Self::update`] does.
    pub fn choose_free(&self) -> Option<f64> {
        answers::choose_free(&self.page.root);
        self.update(Some("amount".to_owned()))
    }

    /// Whether the answers can be posted; where they cannot, the errors stand in the form then. While a post is under
    /// way, nothing else can be.
    ///
    /// # Errors
    /// If the browser's clock has no date.
    pub fn check(&self) -> Result<bool, JsError> {
        Ok(self.page.transaction()?.is_some())
    }

    /// Checks the answers, then posts them. The promise is for the address of the payment, or for nothing where there
    /// are errors, which stand in the form then. While a post is under way, another submit does nothing.
    ///
    /// # Errors
    /// If the browser's clock has no date.
    pub fn submit(&self) -> Result<Promise, JsError> {
        let Some(json) = self.page.transaction()? else { return Ok(Promise::resolve(&JsValue::UNDEFINED)) };
        self.page.set_busy(true);
        let page = Rc::clone(&self.page);
        Ok(future_to_promise(async move {
            let address = post::post(&page, &json).await;
            Ok(address.map_or(JsValue::UNDEFINED, JsValue::from))
        }))
    }

    /// Lets the form be submitted again, as after coming back from the payment.
    pub fn rest(&self) {
        self.page.set_busy(false);
    }
}

impl Page {
    /// The transaction as it is posted; or none, with what is wrong written into the form.
    fn transaction(&self) -> Result<Option<String>, JsError> {
        if self.root.is_busy() {
            return Ok(None);
        }
        let today = today().ok_or_else(|| JsError::new("no date"))?;
        match check(&self.form, &answers::usable(&self.root), today) {
            Ok(transaction) => {
                let json = json::to_string(&transaction).map_err(|_| JsError::new("no JSON"))?;
                errors::clear(self);
                return Ok(Some(json));
            }
            Err(Refusal { code: Code::InvalidAnswers, errors }) => {
                errors::write(self, &errors.into_iter().map(errors::Fault::from).collect::<Vec<_>>());
            }
            Err(refusal) => errors::write_problem(self, refusal.code.as_str()),
        }
        Ok(None)
    }

    /// Notes on the form that a post is under way, and says so.
    fn set_busy(&self, busy: bool) {
        self.root.set_busy(busy);
        let status = if busy { text::message(self, "", "sending") } else { None };
        if let Some(region) = self.root.first("[data-status]") {
            region.set_text_content(status.as_deref());
        }
    }
}

/// The day where the person is.
fn today() -> Option<Day> {
    let now = Date::new_0();
    Day::new(now.get_full_year() as u16, now.get_month() as u8 + 1, now.get_date() as u8)
}
