//! The macro of the errors that the SDK models.

/// The errors that the SDK models as types of their own.
macro_rules! modeled {
    ($($name:ident $({ $($field:ident: $type:ident),* })?),* $(,)?) => { pastey::paste! { $(
        #[doc = concat!("S3 answered `", stringify!($name), "`.")]
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(
                #[doc = concat!("XML element `", stringify!([<$field:camel>]), "`.")]
                pub $field: Option<crate::api::types::$type>,
            )*)?
            /// S3's sentence.
            pub message: Option<String>,
            meta: crate::api::error::ErrorMetadata,
        }

        impl $name {
            #[allow(dead_code, reason = "an error may be modelled for an operation that never answers it")]
            pub(crate) fn from_meta(meta: crate::api::error::ErrorMetadata) -> Self {
                Self {
                    $($($field: meta.extra(stringify!([<$field:camel>])).map(crate::api::types::$type::from),)*)?
                    message: meta.message().map(str::to_owned),
                    meta,
                }
            }

            /// A builder in the SDK's style, for stubs.
            pub fn builder() -> [<$name Builder>] {
                [<$name Builder>]::default()
            }

            $($(
                #[doc = concat!("XML element `", stringify!([<$field:camel>]), "`.")]
                pub fn $field(&self) -> Option<&crate::api::types::$type> {
                    self.$field.as_ref()
                }
            )*)?

            /// S3's sentence.
            pub fn message(&self) -> Option<&str> {
                self.message.as_deref()
            }

            /// Code and message.
            pub fn meta(&self) -> &crate::api::error::ErrorMetadata {
                &self.meta
            }
        }

        impl crate::api::error::ProvideErrorMetadata for $name {
            fn meta(&self) -> &crate::api::error::ErrorMetadata {
                &self.meta
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))?;
                match &self.message {
                    Some(message) => write!(f, ": {message}"),
                    None => Ok(()),
                }
            }
        }

        impl std::error::Error for $name {}

        #[doc = concat!("Builds a [`", stringify!($name), "`].")]
        #[derive(Debug, Clone, PartialEq, Default)]
        #[non_exhaustive]
        pub struct [<$name Builder>] {
            $($($field: Option<crate::api::types::$type>,)*)?
            message: Option<String>,
            meta: Option<crate::api::error::ErrorMetadata>,
        }

        impl [<$name Builder>] {
            $($(
                #[doc = concat!("Sets `", stringify!($field), "`.")]
                pub fn $field(mut self, input: crate::api::types::$type) -> Self {
                    self.$field = Some(input);
                    self
                }

                #[doc = concat!("Sets `", stringify!($field), "`, or clears it.")]
                pub fn [<set_ $field>](mut self, input: Option<crate::api::types::$type>) -> Self {
                    self.$field = input;
                    self
                }

                #[doc = concat!("What `", stringify!($field), "` is now.")]
                pub fn [<get_ $field>](&self) -> &Option<crate::api::types::$type> {
                    &self.$field
                }
            )*)?

            /// Sets S3's sentence.
            pub fn message(mut self, input: impl Into<String>) -> Self {
                self.message = Some(input.into());
                self
            }

            /// Sets S3's sentence, or clears it.
            pub fn set_message(mut self, input: Option<String>) -> Self {
                self.message = input;
                self
            }

            /// What S3's sentence is now.
            pub fn get_message(&self) -> &Option<String> {
                &self.message
            }

            /// Sets code and message.
            pub fn meta(mut self, meta: crate::api::error::ErrorMetadata) -> Self {
                self.meta = Some(meta);
                self
            }

            /// Builds the error.
            pub fn build(self) -> $name {
                $name {
                    $($($field: self.$field,)*)?
                    message: self.message,
                    meta: self.meta.unwrap_or_default(),
                }
            }
        }
    )* } };
}

pub(crate) use modeled;
