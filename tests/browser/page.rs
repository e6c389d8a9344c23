//! A page with a form as `docs/page.md` wants it, and a relay that gives the answers it is told to.

use campagnodon::browser::Attached;
use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlFormElement, HtmlInputElement};

#[wasm_bindgen(inline_js = r#"
// Answers to fetch, in order; null is a network failure.
export function answer_fetch(answers) {
  const left = JSON.parse(answers), calls = []
  window.fetch = async (request) => {
    calls.push({ url: request.url, method: request.method, key: request.headers.get('Idempotency-Key'),
      type: request.headers.get('Content-Type'), body: await request.text() })
    const next = left.shift()
    if (!next) throw new TypeError('Failed to fetch')
    return new Response(next.body ? JSON.stringify(next.body) : null, next)
  }
  return calls
}
"#)]
extern "C" {
    pub fn answer_fetch(answers: &str) -> js_sys::Array;
}

/// The rules of the form.
pub const RULES: &str = "o donation once 100-100000 3000 5000\no donation monthly 200-100000 1000 3000\n\
    o membership once 500-100000 1200 3500\nt 1\ns newsletter dm\ns paper dma\nc FR\nm 1200\nr 6600\nf c";

const HTML: &str = include_str!("form.html");

/// A form of the page, attached.
pub struct Page {
    pub form: HtmlFormElement,
    pub attached: Attached,
}

impl Page {
    pub fn new() -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        // Ids are unique in a page, and each test has the page to itself.
        if let Some(old) = document.query_selector("form").unwrap() {
            old.remove();
        }
        let form = document.create_element("form").unwrap();
        for (name, value) in [("data-campagnodon", RULES), ("data-money", "1 234,50 €"), ("action", "/forms/donation")]
        {
            form.set_attribute(name, value).unwrap();
        }
        form.set_inner_html(HTML);
        document.query_selector("body").unwrap().unwrap().append_child(&form).unwrap();
        let form: HtmlFormElement = form.unchecked_into();
        let attached = Attached::new(form.clone()).ok().unwrap();
        attached.update(None);
        Self { form, attached }
    }

    /// Ready to be posted.
    pub fn filled() -> Self {
        let page = Self::new();
        page.choose("#t-amount-donation-once-30");
        page.type_in("email", "anne@example.org");
        page
    }

    pub fn find(&self, selector: &str) -> HtmlInputElement {
        self.form.query_selector(selector).unwrap().unwrap().unchecked_into()
    }

    pub fn choose(&self, selector: &str) {
        let control = self.find(selector);
        control.set_checked(true);
        self.attached.update(Some(control.name()));
    }

    pub fn type_in(&self, name: &str, text: &str) {
        self.find(&format!("#t-{name}")).set_value(text);
        self.attached.update(Some(name.to_owned()));
    }

    pub fn text(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap()
    }

    pub fn shows(&self, selector: &str) -> bool {
        !self.find(selector).has_attribute("hidden")
    }

    pub fn error(&self, field: &str) -> String {
        self.text(&format!("[data-error={field}]"))
    }

    /// The address that the page would go to.
    pub async fn submit(&self) -> Option<String> {
        let promise: Promise = self.attached.submit().ok().unwrap();
        JsFuture::from(promise).await.unwrap().as_string()
    }

    pub fn key(&self) -> String {
        self.find("[name=idempotency_key]").value()
    }
}

pub fn focused() -> String {
    web_sys::window().unwrap().document().unwrap().active_element().map(|element: Element| element.id()).unwrap()
}

pub fn field(object: &JsValue, name: &str) -> String {
    Reflect::get(object, &name.into()).unwrap().as_string().unwrap()
}

/// The answer to a transaction that was opened.
pub const CREATED: &str = r#"{"status":201,"headers":{"Location":"https://pay.example/1"}}"#;
