//! The document, which holds answers to what it says of them, and remembers which it has seen.

use jsonschema::Validator;
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub struct Document {
    json: Value,
    met: BTreeSet<(String, String)>,
}

impl Document {
    pub fn new() -> Self {
        let text = campagnodon::relay::openapi().unwrap();
        Self { json: serde_json::from_str(&text).unwrap(), met: BTreeSet::new() }
    }

    /// Each operation, by its method and path.
    pub fn operations(&self) -> Vec<(String, Value)> {
        let paths = self.json["paths"].as_object().unwrap();
        let of = |(path, item): (&String, &Value)| {
            let name = |method: &String| format!("{} {path}", method.to_uppercase());
            let operations = item.as_object().unwrap().iter();
            operations.map(|(method, operation)| (name(method), operation.clone())).collect::<Vec<_>>()
        };
        paths.iter().flat_map(of).collect()
    }

    /// Sends a request; its answer must have that status, and be what the document says. Answers with its text.
    pub async fn hold(&mut self, name: &str, status: u16, request: RequestBuilder) -> String {
        let answer = request.send().await.unwrap();
        let (met, headers) = (answer.status().as_u16(), answer.headers().clone());
        let kind = headers.get("content-type").map(|kind| kind.to_str().unwrap().split(';').next().unwrap().to_owned());
        let text = answer.text().await.unwrap();
        assert_eq!(met, status, "{name}: {text}");
        let operations = self.operations();
        let operation = operations.iter().find(|(known, _)| known == name).map(|(_, operation)| operation);
        let told = &operation.expect("an operation of the document")["responses"][status.to_string()];
        assert!(told.is_object(), "{name}: {status} is not in the document");
        for (header, _) in told["headers"].as_object().into_iter().flatten() {
            assert!(headers.contains_key(header), "{name}: {status} without {header}");
        }
        match (told["content"].as_object(), &kind) {
            (None, _) => assert_eq!(text, "", "{name}: {status} has content"),
            (Some(_), None) => panic!("{name}: {status} has no content type"),
            (Some(content), Some(kind)) => {
                let told =
                    content.get(kind).unwrap_or_else(|| panic!("{name}: {status} as {kind} is not in the document"));
                if kind.ends_with("json") {
                    self.fits(&told["schema"], &serde_json::from_str(&text).unwrap());
                }
            }
        }
        self.met.insert((name.to_owned(), status.to_string()));
        text
    }

    /// Checks a value against a schema of the document.
    pub fn validate(&self, schema: &str, value: &Value) {
        self.fits(&json!({ "$ref": format!("#/components/schemas/{schema}") }), value);
    }

    fn fits(&self, schema: &Value, value: &Value) {
        let errors: Vec<_> = self.validator(schema).iter_errors(value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}: {value}");
    }

    /// The references of a schema lead into the document.
    fn validator(&self, schema: &Value) -> Validator {
        jsonschema::validator_for(&json!({ "allOf": [schema], "components": self.json["components"] })).unwrap()
    }

    /// The answers that the document tells of and that were not met.
    pub fn unmet(&self) -> Vec<(String, String)> {
        let told = |(name, operation): (String, Value)| {
            let statuses: Vec<_> = operation["responses"].as_object().unwrap().keys().cloned().collect();
            statuses.into_iter().map(move |status| (name.clone(), status))
        };
        self.operations().into_iter().flat_map(told).filter(|answer| !self.met.contains(answer)).collect()
    }
}
