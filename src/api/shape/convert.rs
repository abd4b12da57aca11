//! From the mirror's types to the SDK's, and back: by the SDK's own setters, and by moving its public fields.
//!
//! The macros are called by the tables, one for each kind of struct, so that a row that the SDK does not have does not
//! compile. Bodies stay the streams that they are. The conversions stand here and not in `sdk/`, because each table
//! calls its macro, and arrows point down.

use super::Metadata;
use crate::api::error::BuildError;
use crate::api::primitives::{ByteStream, DateTime};

/// A value of the mirror's that the SDK has too.
pub trait IntoSdk {
    /// The SDK's type.
    type Sdk;

    /// Converts it.
    ///
    /// # Errors
    /// Where the SDK misses a field that it requires.
    fn into_sdk(self) -> Result<Self::Sdk, BuildError>;
}

/// A value of the SDK's that the mirror has too.
pub trait FromSdk {
    /// The SDK's type.
    type Sdk;

    /// Converts it.
    fn from_sdk(sdk: Self::Sdk) -> Self;
}

macro_rules! the_same_type {
    ($($type:ty),*) => { $(
        impl IntoSdk for $type {
            type Sdk = Self;
            fn into_sdk(self) -> Result<Self, BuildError> {
                Ok(self)
            }
        }
        impl FromSdk for $type {
            type Sdk = Self;
            fn from_sdk(sdk: Self) -> Self {
                sdk
            }
        }
    )* };
}
the_same_type!(String, i32, i64, bool, DateTime, Metadata, ByteStream);

impl<T: IntoSdk> IntoSdk for Option<T> {
    type Sdk = Option<T::Sdk>;
    fn into_sdk(self) -> Result<Self::Sdk, BuildError> {
        self.map(T::into_sdk).transpose()
    }
}

impl<T: FromSdk> FromSdk for Option<T> {
    type Sdk = Option<T::Sdk>;
    fn from_sdk(sdk: Self::Sdk) -> Self {
        sdk.map(T::from_sdk)
    }
}

impl<T: IntoSdk> IntoSdk for Vec<T> {
    type Sdk = Vec<T::Sdk>;
    fn into_sdk(self) -> Result<Self::Sdk, BuildError> {
        self.into_iter().map(T::into_sdk).collect()
    }
}

impl<T: FromSdk> FromSdk for Vec<T> {
    type Sdk = Vec<T::Sdk>;
    fn from_sdk(sdk: Self::Sdk) -> Self {
        sdk.into_iter().map(T::from_sdk).collect()
    }
}

/// An input becomes the SDK's builder.
macro_rules! convert_input {
    ($module:ident $name:ident [$($kind:ident $f:ident)*]) => { pastey::paste! {
        impl crate::api::shape::convert::IntoSdk for $name {
            type Sdk = aws_sdk_s3::operation::$module::builders::[<$name Builder>];
            #[inline]
            fn into_sdk(self) -> Result<Self::Sdk, crate::api::error::BuildError> {
                let builder = Self::Sdk::default();
                $(let builder = builder.[<set_ $f>](crate::api::shape::convert::settable!($kind self.$f));)*
                Ok(builder)
            }
        }
        #[cfg(test)]
        crate::sdk::proof::sample_struct! { $name [$($f)*] }
    } };
}

/// An output is made of the SDK's.
macro_rules! convert_output {
    ($module:ident $name:ident [$($f:ident)*]) => {
        impl crate::api::shape::convert::FromSdk for $name {
            type Sdk = aws_sdk_s3::operation::$module::$name;
            #[allow(
                deprecated,
                unused_variables,
                reason = "fields that the SDK advises against are fields, and an output may have none"
            )]
            #[inline]
            fn from_sdk(sdk: Self::Sdk) -> Self {
                use aws_sdk_s3::operation::{RequestId as _, RequestIdExt as _};
                let id = sdk.request_id().map(str::to_owned);
                let extended = sdk.extended_request_id().map(str::to_owned);
                let request_ids = crate::api::shape::RequestIds { id, extended };
                Self {
                    $($f: crate::api::shape::convert::FromSdk::from_sdk(sdk.$f),)*
                    request_ids,
                    ..Default::default()
                }
            }
        }
        #[cfg(test)]
        impl crate::sdk::proof::Sample for $name {
            fn sample(_: &'static str) -> Self {
                Self { $($f: crate::sdk::proof::Sample::sample(stringify!($f)),)* ..Default::default() }
            }
        }
    };
}

/// A nested value goes both ways.
macro_rules! convert_document {
    ($name:ident [$($kind:ident $f:ident)*]) => {
        crate::api::shape::convert::convert_both_ways! { $name [$($kind $f)*] |builder| Ok(builder.build()) }
    };
}

/// A nested value with required fields goes both ways.
macro_rules! convert_checked_document {
    ($name:ident [$($kind:ident $f:ident)*]) => {
        crate::api::shape::convert::convert_both_ways! { $name [$($kind $f)*] |builder| builder.build() }
    };
}

macro_rules! convert_both_ways {
    ($name:ident [$($kind:ident $f:ident)*] |$builder:ident| $build:expr) => { pastey::paste! {
        impl crate::api::shape::convert::IntoSdk for $name {
            type Sdk = aws_sdk_s3::types::$name;
            #[allow(deprecated, reason = "fields that the SDK advises against are fields")]
            #[inline]
            fn into_sdk(self) -> Result<Self::Sdk, crate::api::error::BuildError> {
                let $builder = Self::Sdk::builder();
                $(let $builder = $builder.[<set_ $f>](
                    crate::api::shape::convert::settable!($kind self.$f)
                );)*
                $build
            }
        }
        impl crate::api::shape::convert::FromSdk for $name {
            type Sdk = aws_sdk_s3::types::$name;
            #[allow(
                deprecated,
                unused_variables,
                reason = "fields that the SDK advises against are fields, and a document may have none"
            )]
            #[inline]
            fn from_sdk(sdk: Self::Sdk) -> Self {
                Self { $($f: crate::api::shape::convert::FromSdk::from_sdk(sdk.$f),)* }
            }
        }
        #[cfg(test)]
        crate::sdk::proof::sample_struct! { nested $name [$($f)*] }
    } };
}

/// What a setter takes: always an option.
macro_rules! settable {
    (body $self:ident . $f:ident) => {
        Some($self.$f)
    };
    (required $self:ident . $f:ident) => {
        Some(crate::api::shape::convert::IntoSdk::into_sdk($self.$f)?)
    };
    (required_list $self:ident . $f:ident) => {
        Some(crate::api::shape::convert::IntoSdk::into_sdk($self.$f)?)
    };
    (required_texts $self:ident . $f:ident) => {
        Some($self.$f)
    };
    (required_copy $self:ident . $f:ident) => {
        Some($self.$f)
    };
    (required_string $self:ident . $f:ident) => {
        Some($self.$f)
    };
    ($kind:ident $self:ident . $f:ident) => {
        crate::api::shape::convert::IntoSdk::into_sdk($self.$f)?
    };
}

/// A value of which nothing is read: only tests can make one, and they send the least that the SDK takes.
macro_rules! convert_unread {
    ($name:ident, $least:expr) => {
        impl IntoSdk for crate::api::types::$name {
            type Sdk = aws_sdk_s3::types::$name;
            #[inline]
            fn into_sdk(self) -> Result<Self::Sdk, BuildError> {
                $least
            }
        }
        impl FromSdk for crate::api::types::$name {
            type Sdk = aws_sdk_s3::types::$name;
            #[inline]
            fn from_sdk(_: Self::Sdk) -> Self {
                Self {}
            }
        }
        #[cfg(test)]
        impl crate::sdk::proof::Sample for crate::api::types::$name {
            fn sample(_: &'static str) -> Self {
                Self {}
            }
        }
    };
}
convert_unread!(OutputLocation, Ok(Self::Sdk::builder().build()));
convert_unread!(
    SelectParameters,
    Self::Sdk::builder().expression_type(aws_sdk_s3::types::ExpressionType::Sql).expression("").build()
);

impl IntoSdk for crate::api::types::ObjectEncryption {
    type Sdk = aws_sdk_s3::types::ObjectEncryption;
    #[inline]
    fn into_sdk(self) -> Result<Self::Sdk, BuildError> {
        match self {
            Self::Ssekms(encryption) => Ok(Self::Sdk::Ssekms(encryption.into_sdk()?)),
            Self::Unknown => Err(BuildError::other("an encryption that nobody knows cannot be sent")),
        }
    }
}

#[cfg(test)]
impl crate::sdk::proof::Sample for crate::api::types::ObjectEncryption {
    fn sample(field: &'static str) -> Self {
        Self::Ssekms(crate::sdk::proof::Sample::sample(field))
    }
}

/// Enums go through the string that they stand for.
macro_rules! convert_enum {
    ($name:ident) => {
        impl crate::api::shape::convert::IntoSdk for $name {
            type Sdk = aws_sdk_s3::types::$name;
            #[inline]
            fn into_sdk(self) -> Result<Self::Sdk, crate::api::error::BuildError> {
                Ok(Self::Sdk::from(self.as_str()))
            }
        }
        impl crate::api::shape::convert::FromSdk for $name {
            type Sdk = aws_sdk_s3::types::$name;
            #[inline]
            fn from_sdk(sdk: Self::Sdk) -> Self {
                Self::from(sdk.as_str())
            }
        }
        #[cfg(test)]
        impl crate::sdk::proof::Sample for $name {
            fn sample(_: &'static str) -> Self {
                assert_eq!(Self::values(), aws_sdk_s3::types::$name::values(), "ours, and the SDK's");
                Self::from(Self::values()[0])
            }
        }
    };
}

/// A choice goes variant by variant.
macro_rules! convert_union {
    ($name:ident [$($variant:ident)*]) => {
        impl crate::api::shape::convert::IntoSdk for $name {
            type Sdk = aws_sdk_s3::types::$name;
            fn into_sdk(self) -> Result<Self::Sdk, crate::api::error::BuildError> {
                match self {
                    $(Self::$variant(value) => {
                        Ok(Self::Sdk::$variant(crate::api::shape::convert::IntoSdk::into_sdk(value)?))
                    })*
                    Self::Unknown => Err(crate::api::error::BuildError::other("an unknown variant cannot be sent")),
                }
            }
        }
        impl crate::api::shape::convert::FromSdk for $name {
            type Sdk = aws_sdk_s3::types::$name;
            fn from_sdk(sdk: Self::Sdk) -> Self {
                match sdk {
                    $(Self::Sdk::$variant(value) => {
                        Self::$variant(crate::api::shape::convert::FromSdk::from_sdk(value))
                    })*
                    _ => Self::Unknown,
                }
            }
        }
        #[cfg(test)]
        impl crate::sdk::proof::Sample for $name {
            fn sample(field: &'static str) -> Self {
                Self::And(crate::sdk::proof::Sample::sample(field))
            }
        }
    };
}

pub(crate) use {
    convert_both_ways, convert_checked_document, convert_document, convert_enum, convert_input, convert_output,
    convert_union, settable,
};
