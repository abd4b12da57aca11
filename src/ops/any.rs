//! Any operation's input, output and error: enums made by the list of operations, for what cannot be generic.

use super::for_each_operation;
use crate::api::error::{ErrorMetadata, ProvideErrorMetadata};
use std::fmt;

macro_rules! enums {
    ($($module:ident $name:ident,)*) => { pastey::paste! {
        /// The input of any operation.
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum AnyInput {
            $(
                #[doc = concat!("Of `", stringify!($name), "`.")]
                $name(Box<super::$module::[<$name Input>]>),
            )*
        }

        /// The output of any operation.
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum AnyOutput {
            $(
                #[doc = concat!("Of `", stringify!($name), "`.")]
                $name(Box<super::$module::[<$name Output>]>),
            )*
        }

        /// The error of any operation.
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum AnyError {
            $(
                #[doc = concat!("Of `", stringify!($name), "`.")]
                $name(super::$module::[<$name Error>]),
            )*
        }

        impl AnyInput {
            /// AWS's name of the operation.
            pub fn operation(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => stringify!($name),)*
                }
            }
        }

        impl fmt::Display for AnyError {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name(error) => error.fmt(f),)*
                }
            }
        }

        impl std::error::Error for AnyError {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                match self {
                    $(Self::$name(error) => error.source(),)*
                }
            }
        }

        impl ProvideErrorMetadata for AnyError {
            fn meta(&self) -> &ErrorMetadata {
                match self {
                    $(Self::$name(error) => error.meta(),)*
                }
            }
        }
    } };
}
for_each_operation!(enums);
