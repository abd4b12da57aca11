//! `union!`: a choice between elements, as the enum that the SDK's users know.

/// An enum of which one variant is sent, as the only child of its element.
macro_rules! union {
    ($(#[$doc:meta])* pub enum $name:ident {
        $($variant:ident($type:ty) = $element:literal, $snake:ident;)*
    }) => { pastey::paste! {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!("XML element `", $element, "`.")]
                $variant($type),
            )*
            /// Anything else.
            #[non_exhaustive]
            Unknown,
        }
        impl $name {
            $(
                #[doc = concat!("The value, if it is `", stringify!($variant), "`.")]
                ///
                /// # Errors
                /// If it is another variant.
                pub fn [<as_ $snake>](&self) -> Result<&$type, &Self> {
                    match self {
                        Self::$variant(value) => Ok(value),
                        _ => Err(self),
                    }
                }
                #[doc = concat!("Whether it is `", stringify!($variant), "`.")]
                pub fn [<is_ $snake>](&self) -> bool {
                    self.[<as_ $snake>]().is_ok()
                }
            )*
            /// Whether it is a variant that the fake does not know.
            pub fn is_unknown(&self) -> bool {
                matches!(self, Self::Unknown)
            }
        }
        #[derive(Default, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct [<$name Elements>] {
            $(
                #[serde(rename = $element, skip_serializing_if = "Option::is_none")]
                $snake: Option<$type>,
            )*
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let elements = [<$name Elements>]::deserialize(deserializer)?;
                let chosen: Vec<Self> =
                    [$(elements.$snake.map(Self::$variant)),*].into_iter().flatten().collect();
                match <[Self; 1]>::try_from(chosen) {
                    Ok([one]) => Ok(one),
                    Err(_) => Err(serde::de::Error::custom("a choice has exactly one element")),
                }
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let elements = match self.clone() {
                    $(Self::$variant(value) => [<$name Elements>] { $snake: Some(value), ..Default::default() },)*
                    Self::Unknown => Default::default(),
                };
                elements.serialize(serializer)
            }
        }
        #[cfg(feature = "aws-sdk")]
        crate::api::shape::convert::convert_union! { $name [$($variant)*] }
    } };
}
