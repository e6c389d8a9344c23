//! JSON of what the page posts: one object of texts, whole numbers, yes or no, and lists of these. A transaction has no
//! more, and `serde_json` would add 0.7 KB (brotli) to the page. Moving each field into a JavaScript object would save
//! 0.4 KB, but type the wire a second time.

use serde::Serialize;
use serde::ser::{Impossible, SerializeSeq, SerializeStruct, Serializer};
use std::fmt::Error;

/// The value as JSON.
///
/// # Errors
/// If it has something that a transaction cannot have: a map, a float, a byte string.
pub fn to_string(value: &impl Serialize) -> Result<String, Error> {
    let mut json = Json(String::new());
    value.serialize(&mut json)?;
    Ok(json.0)
}

struct Json(String);

impl Json {
    fn push_text(&mut self, text: &str) {
        self.0.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(c);
                }
                '\0'..='\x1f' => {
                    self.0.push_str(if c < '\x10' { "\\u000" } else { "\\u001" });
                    self.0.extend(char::from_digit(u32::from(c) % 16, 16));
                }
                c => self.0.push(c),
            }
        }
        self.0.push('"');
    }

    /// The comma before every element but the first.
    fn separate(&mut self, open: char) {
        if !self.0.ends_with(open) {
            self.0.push(',');
        }
    }
}

impl SerializeStruct for &mut Json {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.separate('{');
        self.push_text(key);
        self.0.push(':');
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Error> {
        self.0.push('}');
        Ok(())
    }
}

impl SerializeSeq for &mut Json {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.separate('[');
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Error> {
        self.0.push(']');
        Ok(())
    }
}

/// What a transaction has none of.
macro_rules! refuse {
    ($($name:ident($($argument:ty),*) -> $ok:ty;)+) => {
        $(fn $name(self, $(_: $argument),*) -> Result<$ok, Error> { Err(Error) })+
    };
}

impl Serializer for &mut Json {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Self;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Impossible<(), Error>;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.0.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        self.0.push_str(&crate::protocol::digits(value));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.push_text(value);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.push_text(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Error> {
        self.0.push('[');
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Error> {
        self.0.push('{');
        Ok(self)
    }

    refuse! {
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u32(u32) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_map(Option<usize>) -> Self::SerializeMap;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(Error)
    }
}
