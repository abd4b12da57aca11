//! `string_enum!`: the strings that S3 knows, as the enum that the SDK's users know.

/// An enum of the strings that S3 knows, with a variant for those that it does not.
macro_rules! string_enum {
    ($(#[$doc:meta])* pub enum $name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!("`", $text, "`.")]
                $variant,
            )*
            /// Anything else. Compare `as_str()` rather than matching on this.
            Unknown(crate::api::types::UnknownVariantValue),
        }
        impl $name {
            /// The string on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
            /// All strings that S3 knows.
            pub const fn values() -> &'static [&'static str] {
                &[$($text),*]
            }
            /// Parses a string, and refuses one that S3 does not know.
            ///
            /// # Errors
            /// For a string that is not among [`values`](Self::values).
            #[inline]
            pub fn try_parse(value: &str) -> Result<Self, crate::api::error::UnknownVariantError> {
                match Self::from(value) {
                    Self::Unknown(_) => Err(crate::api::error::UnknownVariantError::new(value)),
                    known => Ok(known),
                }
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Unknown(crate::api::types::UnknownVariantValue::new(other)),
                }
            }
        }
        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }
        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl crate::api::shape::Field for $name {
            fn from_text(text: &str) -> Option<Self> {
                Some(Self::from(text))
            }
            fn to_text(&self) -> String {
                self.as_str().to_owned()
            }
        }
        impl crate::api::shape::Absent for $name {}
        #[cfg(feature = "aws-sdk")]
        crate::api::shape::convert::convert_enum! { $name }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Ok(Self::from(text.as_str()))
            }
        }
    };
}
