//! The serde form of an element that holds a list of elements of one name.

use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// A type whose lists stand in an element of their own.
pub(crate) trait ListEntry {
    /// Name of the element of one entry.
    const NAME: &'static str;
}

#[expect(clippy::ref_option, reason = "serde passes the field by reference")]
pub(crate) fn serialize<S: Serializer, T: ListEntry + Serialize>(
    list: &Option<Vec<T>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut outer = serializer.serialize_struct("List", 1)?;
    outer.serialize_field(T::NAME, list.as_deref().unwrap_or_default())?;
    outer.end()
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: ListEntry + Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    deserializer.deserialize_map(Entries(PhantomData)).map(Some)
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: ListEntry + Deserialize<'de>> Visitor<'de> for Entries<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "elements called {}", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            // Text in the element would be a key of its own.
            if name != T::NAME {
                map.next_value::<IgnoredAny>()?;
                return Err(A::Error::custom(format_args!("unknown element {name}, expected {}", T::NAME)));
            }
            list.append(&mut map.next_value::<Vec<T>>()?);
        }
        Ok(list)
    }
}
