//! `shape!`: a table that looks like a struct.
//!
//! ```text
//! shape! {
//!     /// What `AbortMultipartUpload` takes.
//!     pub input(abort_multipart_upload) struct AbortMultipartUploadInput {
//!         bucket: Option<String> = label("Bucket"),
//!         /// The id that `CreateMultipartUpload` returned.
//!         upload_id: Option<String> = query("uploadId"),
//!         flatten request_headers,
//!     }
//! }
//! ```
//!
//! It munches row by row, one arm of `@rows` per *kind* of field, because the SDK's setters and getters differ by
//! kind; a normalised row is `{kind field [type] [inner type] place [names] [docs] [serde]}`. The four `@emit` arms
//! then write everything at once, and ask `field!` for what depends on the kind. A new kind is one arm of `@rows` and
//! its lines in `field!`; a new type of a kind is no syntax at all.

/// The rows of a table, and all that follows from them. See the module.
macro_rules! shape {
    ($(#[$doc:meta])* pub input($module:ident) struct $name:ident { $($rows:tt)* }) => {
        shape! { @rows (input $module [Clone, PartialEq,] $name [$(#[$doc])*]) [] [] $($rows)* }
    };
    ($(#[$doc:meta])* pub streaming input($module:ident) struct $name:ident { $($rows:tt)* }) => {
        shape! { @rows (input $module [] $name [$(#[$doc])*]) [] [] $($rows)* }
    };
    ($(#[$doc:meta])* pub output($module:ident) struct $name:ident { $($rows:tt)* }) => {
        shape! { @rows (output $module [Clone, PartialEq,] $name [$(#[$doc])*]) [] [] $($rows)* }
    };
    ($(#[$doc:meta])* pub checked output($module:ident) struct $name:ident { $($rows:tt)* }) => {
        shape! { @rows (checked_output $module [Clone, PartialEq,] $name [$(#[$doc])*]) [] [] $($rows)* }
    };
    ($(#[$doc:meta])* pub streaming output($module:ident) struct $name:ident { $($rows:tt)* }) => {
        shape! { @rows (output $module [] $name [$(#[$doc])*]) [] [] $($rows)* }
    };
    // Most documents travel one way: those that S3 only reads cannot be written, and the other way round.
    ($(#[$doc:meta])* pub document struct $name:ident { $($rows:tt)* }) => {
        shape! { @rows (document [serde::Serialize, serde::Deserialize,] $name [$(#[$doc])*]) [] [] $($rows)* }
    };
    ($(#[$doc:meta])* pub checked document struct $name:ident { $($rows:tt)* }) => {
        shape! { @rows (checked [serde::Serialize, serde::Deserialize,] $name [$(#[$doc])*]) [] [] $($rows)* }
    };
    ($(#[$doc:meta])* pub read document struct $name:ident { $($rows:tt)* }) => {
        shape! { @rows (document [serde::Deserialize,] $name [$(#[$doc])*]) [] [] $($rows)* }
    };
    ($(#[$doc:meta])* pub checked read document struct $name:ident { $($rows:tt)* }) => {
        shape! { @rows (checked [serde::Deserialize,] $name [$(#[$doc])*]) [] [] $($rows)* }
    };
    ($(#[$doc:meta])* pub written document struct $name:ident { $($rows:tt)* }) => {
        shape! { @rows (document [serde::Serialize,] $name [$(#[$doc])*]) [] [] $($rows)* }
    };

    // ---- one arm per kind of field -----------------------------------------------------------------------------
    (@rows $head:tt $done:tt [$($groups:ident)*] flatten $group:ident, $($rest:tt)*) => {
        $group! { @rows $head $done [$($groups)* $group] $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<String> = $place:ident $(($($n:literal),*))?, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {string $f [Option<String>] [String] $place [$($($n),*)?] [$(#[$d])*] []}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<i32> = $place:ident $(($($n:literal),*))?, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {copy $f [Option<i32>] [i32] $place [$($($n),*)?] [$(#[$d])*] []}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<i64> = $place:ident $(($($n:literal),*))?, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {copy $f [Option<i64>] [i64] $place [$($($n),*)?] [$(#[$d])*] []}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<bool> = $place:ident $(($($n:literal),*))?, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {copy $f [Option<bool>] [bool] $place [$($($n),*)?] [$(#[$d])*] []}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<DateTime> = $place:ident $(($($n:literal),*))?, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {value $f [Option<DateTime>] [DateTime] $place [$($($n),*)?] [$(#[$d])*]
            [#[serde(default, with = "crate::api::shape::field::timestamp")]]}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<Metadata> = $place:ident $(($($n:literal),*))?, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {map $f [Option<crate::api::shape::Metadata>] [String] $place [$($($n),*)?] [$(#[$d])*] []}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<Vec<$t:ident>> = wrapped($outer:literal, $inner:literal), $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {list $f [Option<Vec<$t>>] [$t] wrapped [$outer, $inner] [$(#[$d])*] []}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<Vec<Tag>> = tag_set($n:literal), $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {list $f [Option<Vec<Tag>>] [Tag] element [$n] [$(#[$d])*]
            [#[serde(default, deserialize_with = "crate::api::types::tag_set::deserialize")]]}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<Vec<Grant>> = grant_list($n:literal), $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {list $f [Option<Vec<Grant>>] [Grant] element [$n] [$(#[$d])*]
            [#[serde(default, deserialize_with = "crate::api::types::grant_list::deserialize")]]}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<Vec<$t:ident>> = listed($n:literal), $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {list $f [Option<Vec<$t>>] [$t] element [$n] [$(#[$d])*]
            [#[serde(default, with = "crate::api::types::listed")]]}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<Vec<String>> = element($n:literal), $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {texts $f [Option<Vec<String>>] [String] element [$n] [$(#[$d])*] []}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Vec<String> = element($n:literal), $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {required_texts $f [Vec<String>] [String] element [$n] [$(#[$d])*] [#[serde(default)]]}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<Vec<$t:ident>> = $place:ident $(($($n:literal),*))?, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {list $f [Option<Vec<$t>>] [$t] $place [$($($n),*)?] [$(#[$d])*] []}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<$t:ident> = $place:ident $(($($n:literal),*))?, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {value $f [Option<$t>] [$t] $place [$($($n),*)?] [$(#[$d])*] []}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: ByteStream = payload, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {body $f [crate::api::primitives::ByteStream] [crate::api::primitives::ByteStream] payload [] [$(#[$d])*] []}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Vec<Tag> = tag_set($n:literal), $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {required_list $f [Vec<Tag>] [Tag] element [$n] [$(#[$d])*]
            [#[serde(default, deserialize_with = "crate::api::types::tag_set::deserialize")]]}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Vec<$t:ident> = wrapped($outer:literal, $inner:literal), $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {required_list $f [Vec<$t>] [$t] wrapped [$outer, $inner] [$(#[$d])*] []}] $groups $($rest)* }
    };
    // A document that lists nothing is read: the operation has words of its own for it.
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Vec<$t:ident> = $place:ident $(($($n:literal),*))?, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {required_list $f [Vec<$t>] [$t] $place [$($($n),*)?] [$(#[$d])*] [#[serde(default)]]}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: String = $place:ident $(($($n:literal),*))?, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {required_string $f [String] [String] $place [$($($n),*)?] [$(#[$d])*] []}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: bool = $place:ident $(($($n:literal),*))?, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {required_copy $f [bool] [bool] $place [$($($n),*)?] [$(#[$d])*] []}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: i32 = $place:ident $(($($n:literal),*))?, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {required_copy $f [i32] [i32] $place [$($($n),*)?] [$(#[$d])*] []}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: $t:ident = $place:ident $(($($n:literal),*))?, $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {required $f [$t] [$t] $place [$($($n),*)?] [$(#[$d])*] []}] $groups $($rest)* }
    };

    // ---- all rows are read: write everything -------------------------------------------------------------------
    (@rows (input $module:ident [$($derive:ident,)*] $name:ident [$($doc:tt)*]) [$({$kind:ident $f:ident [$($ty:tt)*] [$($inner:tt)*] $place:ident [$($n:literal),*] [$($d:tt)*] [$($s:tt)*]})*] [$($group:ident)*]) => {
        shape! { @struct [$($derive,)*] [$($derive,)*] $name [$($doc)*] [$({$kind $f [$($ty)*] [$($inner)*] $place [$($n),*] [$($d)*] []})*] }
        shape! { @fluent $name [$({$kind $f [$($ty)*] [$($inner)*]})*] }
        pastey::paste! {
            impl [<$name Builder>] {
                /// Builds the input.
                ///
                /// # Errors
                /// Never today: what S3 requires, S3 checks. The signature is the SDK's.
                #[inline]
                pub fn build(self) -> Result<$name, crate::api::error::BuildError> {
                    Ok($name { $($f: field!(@take $kind self.$f),)* })
                }
            }
            impl crate::api::shape::Input for $name {
                type Builder = [<$name Builder>];
                const ROWS: &'static [crate::api::shape::Row] = &[$(
                    crate::api::shape::Row { field: stringify!($f), place: field!(@place $place), name: field!(@name [$($n),*]) },
                )*];
                fn read(source: &mut impl crate::api::shape::Source) -> Result<Self, crate::api::shape::ReadError> {
                    let mut reader = crate::api::shape::Reader::new(source);
                    let input = Self { $($f: field!(@read $kind reader $place [$($n),*]),)* };
                    reader.end().map(|()| input)
                }
                fn is_set(&self, field: &str) -> bool {
                    match field {
                        $(stringify!($f) => field!(@is_set $kind self.$f),)*
                        _ => false,
                    }
                }
                fn is_blank(&self, field: &str) -> bool {
                    match field {
                        $(stringify!($f) => field!(@is_blank $kind self.$f),)*
                        _ => true,
                    }
                }
                fn text_of(&self, field: &str) -> Option<String> {
                    match field {
                        $(stringify!($f) => field!(@text $kind $place self.$f),)*
                        _ => None,
                    }
                }
                fn label_of(&self, field: &str) -> Option<&str> {
                    match field {
                        $(stringify!($f) => field!(@label $place self.$f),)*
                        _ => None,
                    }
                }
                fn take_body(&mut self) -> Option<crate::api::primitives::ByteStream> {
                    let body: Option<crate::api::primitives::ByteStream> = None;
                    $(let body = field!(@take_body $kind body, self.$f);)*
                    body
                }
                fn build(builder: Self::Builder) -> Result<Self, crate::api::error::BuildError> {
                    builder.build()
                }
            }
        }
        $($group! { @implement $name })*
        #[cfg(feature = "aws-sdk")]
        crate::api::shape::convert::convert_input! { $module $name [$($kind $f)*] }
    };
    (@rows ($output:ident $module:ident [$($derive:ident,)*] $name:ident [$($doc:tt)*]) [$({$kind:ident $f:ident [$($ty:tt)*] [$($inner:tt)*] $place:ident [$($n:literal),*] [$($d:tt)*] [$($s:tt)*]})*] [$($group:ident)*]) => {
        shape! { @struct [Default, $($derive,)*] [$($derive,)*] $name [$($doc)*] [$({$kind $f [$($ty)*] [$($inner)*] $place [$($n),*] [$($d)*] []})*]
            request_ids: crate::api::shape::RequestIds, interleaved: crate::api::shape::Interleaved, }
        shape! { @build_output $output $name [$($kind $f)*] }
        impl crate::api::shape::RequestId for $name {
            fn request_id(&self) -> Option<&str> {
                self.request_ids.id.as_deref()
            }
        }
        impl crate::api::shape::RequestIdExt for $name {
            fn extended_request_id(&self) -> Option<&str> {
                self.request_ids.extended.as_deref()
            }
        }
        impl crate::api::shape::Output for $name {
            const ROWS: &'static [crate::api::shape::Row] = &[$(
                crate::api::shape::Row { field: stringify!($f), place: field!(@place $place), name: field!(@name [$($n),*]) },
            )*];
            fn set_request_ids(&mut self, ids: crate::api::shape::RequestIds) {
                self.request_ids = ids;
            }
            fn write(self, sink: &mut impl crate::api::shape::Sink) {
                sink.interleave(&self.interleaved);
                $(field!(@write $kind sink self.$f, $place [$($n),*]);)*
            }
        }
        $($group! { @implement $name })*
        #[cfg(feature = "aws-sdk")]
        crate::api::shape::convert::convert_output! { $module $name [$($f)*] }
    };
    (@rows (document [$($serde:path,)*] $name:ident [$($doc:tt)*]) [$({$kind:ident $f:ident [$($ty:tt)*] [$($inner:tt)*] $place:ident [$($n:literal),*] [$($d:tt)*] [$($s:tt)*]})*] [$($group:ident)*]) => {
        shape! { @struct [Default, Clone, PartialEq, $($serde,)*] [Clone, PartialEq,] $name [$($doc)* #[serde(deny_unknown_fields)]]
            [$({$kind $f [$($ty)*] [$($inner)*] $place [$($n),*] [$($d)*]
                [$(#[serde(rename = $n, skip_serializing_if = "crate::api::shape::absent")])* $($s)*]})*] }
        pastey::paste! {
            impl [<$name Builder>] {
                /// Builds the value.
                #[inline]
                pub fn build(self) -> $name {
                    $name { $($f: field!(@take $kind self.$f),)* }
                }
            }
        }
        $(field!(@check_place $place);)*
        $($group! { @implement $name })*
        #[cfg(feature = "aws-sdk")]
        crate::api::shape::convert::convert_document! { $name [$($kind $f)*] }
    };
    (@rows (checked [$($serde:path,)*] $name:ident [$($doc:tt)*]) [$({$kind:ident $f:ident [$($ty:tt)*] [$($inner:tt)*] $place:ident [$($n:literal),*] [$($d:tt)*] [$($s:tt)*]})*] [$($group:ident)*]) => {
        shape! { @struct [Clone, PartialEq, $($serde,)*] [Clone, PartialEq,] $name [$($doc)* #[serde(deny_unknown_fields)]]
            [$({$kind $f [$($ty)*] [$($inner)*] $place [$($n),*] [$($d)*]
                [$(#[serde(rename = $n, skip_serializing_if = "crate::api::shape::absent")])* $($s)*]})*] }
        pastey::paste! {
            impl [<$name Builder>] {
                /// Builds the value.
                ///
                /// # Errors
                /// Where a required field is missing.
                #[inline]
                pub fn build(self) -> Result<$name, crate::api::error::BuildError> {
                    Ok($name { $($f: field!(@require $kind self.$f, stringify!($f)),)* })
                }
            }
        }
        $(field!(@check_place $place);)*
        $($group! { @implement $name })*
        #[cfg(feature = "aws-sdk")]
        crate::api::shape::convert::convert_checked_document! { $name [$($kind $f)*] }
    };

    (@build_output output $name:ident [$($kind:ident $f:ident)*]) => { pastey::paste! {
        impl [<$name Builder>] {
            /// Builds the output.
            #[inline]
            pub fn build(self) -> $name {
                $name { $($f: field!(@take $kind self.$f),)* ..Default::default() }
            }
        }
    } };
    (@build_output checked_output $name:ident [$($kind:ident $f:ident)*]) => { pastey::paste! {
        impl [<$name Builder>] {
            /// Builds the output.
            ///
            /// # Errors
            /// Where a required field is missing.
            #[inline]
            pub fn build(self) -> Result<$name, crate::api::error::BuildError> {
                Ok($name { $($f: field!(@require $kind self.$f, stringify!($f)),)* ..Default::default() })
            }
        }
    } };

    // ---- a row that has no form: one error, with its name ------------------------------------------------------
    (@rows $head:tt $done:tt $groups:tt $(#[$d:meta])* $f:ident $($rest:tt)*) => {
        compile_error!(concat!(
            "the row `", stringify!($f), "` must be `name: Type = place(\"Name\"),` with a type that a row can have"
        ));
    };

    // ---- the struct, its getters, its builder ------------------------------------------------------------------
    (@struct [$($derive:path,)*] [$($builder:path,)*] $name:ident [$($doc:tt)*] [$({$kind:ident $f:ident [$($ty:tt)*] [$($inner:tt)*] $place:ident [$($n:literal),*] [$($d:tt)*] [$($s:tt)*]})*] $($hidden:ident: $hidden_type:ty,)*) => {
        #[derive(Debug, $($derive),*)]
        $($doc)*
        #[non_exhaustive]
        pub struct $name {
            $(
                $($d)*
                #[doc = field!(@doc $place [$($n),*])]
                $($s)*
                pub $f: $($ty)*,
            )*
            $(pub(crate) $hidden: $hidden_type,)*
        }
        pastey::paste! {
            impl $name {
                /// A builder in the SDK's style.
                #[inline]
                pub fn builder() -> [<$name Builder>] {
                    [<$name Builder>]::default()
                }
                $(field! { @getter $kind $f [$($ty)*] [$($inner)*] [$($d)* #[doc = field!(@doc $place [$($n),*])]] })*
            }
            #[doc = concat!("Builds a [`", stringify!($name), "`].")]
            #[derive(Debug, Default, $($builder),*)]
            #[non_exhaustive]
            pub struct [<$name Builder>] {
                $(pub(crate) $f: field!(@stored $kind [$($ty)*]),)*
            }
            impl [<$name Builder>] {
                $(field! { @setters $kind $f [$($ty)*] [$($inner)*] })*
            }
        }
    };

    (@fluent $name:ident [$({$kind:ident $f:ident [$($ty:tt)*] [$($inner:tt)*]})*]) => {
        impl<C> crate::api::shape::Fluent<C, $name> {
            $(field! { @fluent $kind $f [$($ty)*] [$($inner)*] })*
        }
    };
}

/// A group of rows that several tables share: `flatten acl_headers,` puts them in place, and the struct gets the
/// group's trait, so that one step can read them whatever the operation.
///
/// The `$` is passed in because a macro that writes a macro cannot spell it.
macro_rules! group {
    ($(#[$doc:meta])* ($d:tt) $group:ident: $trait:ident { $($rows:tt)* }) => {
        group! { ($d) $group: use $trait { $($rows)* } }
        group! { @trait [$(#[$doc])*] $trait, $($rows)* }
    };
    (($d:tt) $group:ident: use $trait:ident { $($rows:tt)* }) => {
        macro_rules! $group {
            (@rows $d head:tt $d done:tt $d groups:tt $d ($d rest:tt)*) => {
                shape! { @rows $d head $d done $d groups $($rows)* $d ($d rest)* }
            };
            (@implement $d name:ident) => {
                group! { @implement crate::api::types::groups::$trait, $d name, $($rows)* }
            };
        }
    };
    (@trait [$(#[$doc:meta])*] $trait:ident, $($f:ident: $ty:ty = $place:ident($($n:literal),*),)*) => {
        pastey::paste! {
            $(#[$doc])*
            #[allow(dead_code, reason = "every row can be read and written; no group uses both sides of all its rows")]
            pub trait $trait {
                $(
                    fn $f(&self) -> &$ty;
                    fn [<$f _mut>](&mut self) -> &mut $ty;
                )*
            }
        }
    };
    (@implement $trait:path, $name:ident, $($f:ident: $ty:ty = $place:ident($($n:literal),*),)*) => {
        pastey::paste! {
            impl $trait for $name {
                $(
                    #[inline]
                    fn $f(&self) -> &$ty { &self.$f }
                    #[inline]
                    fn [<$f _mut>](&mut self) -> &mut $ty { &mut self.$f }
                )*
            }
        }
    };
}
