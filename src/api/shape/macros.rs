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
//! then write everything at once, asking `field!` for what depends on the kind. A new kind is one arm of `@rows` and
//! its lines in `field!`; a new type of a kind is no syntax at all.
//!
//! This file is long because the arms of a macro stand together.

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
    ($(#[$doc:meta])* pub document struct $name:ident { $($rows:tt)* }) => {
        shape! { @rows (document [] $name [$(#[$doc])*]) [] [] $($rows)* }
    };
    ($(#[$doc:meta])* pub checked document struct $name:ident { $($rows:tt)* }) => {
        shape! { @rows (checked [] $name [$(#[$doc])*]) [] [] $($rows)* }
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
            [#[serde(default, with = "crate::api::types::tag_set")]]}] $groups $($rest)* }
    };
    (@rows $head:tt [$($done:tt)*] $groups:tt $(#[$d:meta])* $f:ident: Option<Vec<Grant>> = grant_list($n:literal), $($rest:tt)*) => {
        shape! { @rows $head [$($done)* {list $f [Option<Vec<Grant>>] [Grant] element [$n] [$(#[$d])*]
            [#[serde(default, with = "crate::api::types::grant_list")]]}] $groups $($rest)* }
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
            [#[serde(default, with = "crate::api::types::tag_set")]]}] $groups $($rest)* }
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
                    Ok(Self { $($f: field!(@read $kind source $place [$($n),*]),)* })
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
        crate::sdk::convert::convert_input! { $module $name [$($kind $f)*] }
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
        crate::sdk::convert::convert_output! { $module $name [$($f)*] }
    };
    (@rows (document [] $name:ident [$($doc:tt)*]) [$({$kind:ident $f:ident [$($ty:tt)*] [$($inner:tt)*] $place:ident [$($n:literal),*] [$($d:tt)*] [$($s:tt)*]})*] [$($group:ident)*]) => {
        shape! { @struct [Default, Clone, PartialEq, serde::Serialize, serde::Deserialize,] [Clone, PartialEq,] $name [$($doc)* #[serde(deny_unknown_fields)]]
            [$({$kind $f [$($ty)*] [$($inner)*] $place [$($n),*] [$($d)*]
                [$(#[serde(rename = $n, skip_serializing_if = "crate::api::shape::absent")])* $($s)*]})*] }
        pastey::paste! {
            impl [<$name Builder>] {
                /// Builds the value.
                pub fn build(self) -> $name {
                    $name { $($f: field!(@take $kind self.$f),)* }
                }
            }
        }
        $($group! { @implement $name })*
        #[cfg(feature = "aws-sdk")]
        crate::sdk::convert::convert_document! { $name [$($kind $f)*] }
    };
    (@rows (checked [] $name:ident [$($doc:tt)*]) [$({$kind:ident $f:ident [$($ty:tt)*] [$($inner:tt)*] $place:ident [$($n:literal),*] [$($d:tt)*] [$($s:tt)*]})*] [$($group:ident)*]) => {
        shape! { @struct [Clone, PartialEq, serde::Serialize, serde::Deserialize,] [Clone, PartialEq,] $name [$($doc)* #[serde(deny_unknown_fields)]]
            [$({$kind $f [$($ty)*] [$($inner)*] $place [$($n),*] [$($d)*]
                [$(#[serde(rename = $n, skip_serializing_if = "crate::api::shape::absent")])* $($s)*]})*] }
        pastey::paste! {
            impl [<$name Builder>] {
                /// Builds the value.
                ///
                /// # Errors
                /// Where a required field is missing.
                pub fn build(self) -> Result<$name, crate::api::error::BuildError> {
                    Ok($name { $($f: field!(@require $kind self.$f, stringify!($f)),)* })
                }
            }
        }
        $($group! { @implement $name })*
        #[cfg(feature = "aws-sdk")]
        crate::sdk::convert::convert_checked_document! { $name [$($kind $f)*] }
    };

    (@build_output output $name:ident [$($kind:ident $f:ident)*]) => { pastey::paste! {
        impl [<$name Builder>] {
            /// Builds the output.
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
            pub fn build(self) -> Result<$name, crate::api::error::BuildError> {
                Ok($name { $($f: field!(@require $kind self.$f, stringify!($f)),)* ..Default::default() })
            }
        }
    } };

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

/// What depends on the kind of one field.
macro_rules! field {
    (@doc label [$n:literal]) => { concat!("In the address: `", $n, "`.") };
    (@doc query [$n:literal]) => { concat!("Query parameter `", $n, "`.") };
    (@doc naming_query [$n:literal]) => { concat!("Query parameter `", $n, "`.") };
    (@doc headers [$n:literal]) => { concat!("Headers that begin with `", $n, "`.") };
    (@doc payload []) => { "The body." };
    (@doc text_body []) => { "The body, a text." };
    (@doc document [$n:literal]) => { concat!("The body, an XML document `", $n, "`.") };
    (@doc attribute [$n:literal]) => { concat!("XML attribute, `", $n, "`.") };
    (@doc element [$n:literal]) => { concat!("XML element `", $n, "`.") };
    (@doc wrapped [$o:literal, $i:literal]) => { concat!("XML element `", $o, "`, a list of `", $i, "`.") };
    (@doc derived [$n:literal]) => { concat!("The same as the header `", $n, "`, parsed.") };
    (@doc text []) => { "The text of the XML root." };
    (@doc $place:ident [$n:literal]) => { concat!("Header `", $n, "`.") };

    (@name []) => { "" };
    (@name [$n:literal]) => { $n };
    (@name [$n:literal, $inner:literal]) => { $n };

    (@place label) => { crate::api::shape::Place::Label };
    (@place query) => { crate::api::shape::Place::Query };
    (@place naming_query) => { crate::api::shape::Place::Query };
    (@place header) => { crate::api::shape::Place::Header };
    (@place kept_header) => { crate::api::shape::Place::KeptHeader };
    (@place header_date_time) => { crate::api::shape::Place::HeaderDateTime };
    (@place headers) => { crate::api::shape::Place::Headers };
    (@place payload) => { crate::api::shape::Place::Payload };
    (@place text_body) => { crate::api::shape::Place::TextBody };
    (@place document) => { crate::api::shape::Place::Document };
    (@place element) => { crate::api::shape::Place::Element };
    (@place wrapped) => { crate::api::shape::Place::Wrapped };
    (@place derived) => { crate::api::shape::Place::Derived };
    (@place text) => { crate::api::shape::Place::Text };

    (@read map $s:ident headers [$n:literal]) => { $s.headers($n) };
    (@read list $s:ident header [$n:literal]) => { crate::api::shape::scalars($n, $s.header($n))? };
    (@read body $s:ident payload []) => { { let _ = &$s; crate::api::primitives::ByteStream::default() } };
    (@read value $s:ident document [$n:literal]) => { $s.document($n).map_err(crate::api::shape::ReadError::Rejected)? };
    (@read string $s:ident text_body []) => { $s.text_body().map_err(crate::api::shape::ReadError::Malformed)? };
    (@read $kind:ident $s:ident naming_query [$n:literal]) => { crate::api::shape::present_scalar($n, $s.query($n))? };
    (@read $kind:ident $s:ident kept_header [$n:literal]) => { crate::api::shape::kept_scalar($s.header($n)) };
    (@read $kind:ident $s:ident header_date_time [$n:literal]) => { crate::api::shape::scalar($n, $s.header($n))? };
    (@read $kind:ident $s:ident $place:ident [$n:literal]) => { crate::api::shape::scalar($n, $s.$place($n))? };

    (@write map $sink:ident $self:ident . $f:ident, headers [$n:literal]) => {
        if let Some(values) = $self.$f { $sink.headers($n, values); }
    };
    (@write list $sink:ident $self:ident . $f:ident, wrapped [$o:literal, $i:literal]) => {
        if let Some(values) = &$self.$f { $sink.wrapped($o, $i, values); }
    };
    (@write required_list $sink:ident $self:ident . $f:ident, wrapped [$o:literal, $i:literal]) => {
        $sink.wrapped($o, $i, &$self.$f);
    };
    (@write list $sink:ident $self:ident . $f:ident, element [$n:literal]) => {
        for value in $self.$f.iter().flatten() { $sink.element($n, value); }
    };
    (@write $kind:ident $sink:ident $self:ident . $f:ident, derived [$n:literal]) => {};
    (@write body $sink:ident $self:ident . $f:ident, payload []) => { $sink.payload($self.$f); };
    (@write string $sink:ident $self:ident . $f:ident, text_body []) => {
        if let Some(text) = $self.$f { $sink.text_body(text); }
    };
    (@write $kind:ident $sink:ident $self:ident . $f:ident, header [$n:literal]) => {
        if let Some(value) = $self.$f { $sink.header($n, crate::api::shape::Field::into_text(value)); }
    };
    (@write $kind:ident $sink:ident $self:ident . $f:ident, header_date_time [$n:literal]) => {
        if let Some(value) = &$self.$f { $sink.header($n, crate::api::shape::Field::to_date_time_text(value)); }
    };
    (@write string $sink:ident $self:ident . $f:ident, element [$n:literal]) => {
        if let Some(value) = &$self.$f { $sink.text_element($n, value); }
    };
    (@write $kind:ident $sink:ident $self:ident . $f:ident, element [$n:literal]) => {
        if let Some(value) = &$self.$f { $sink.element($n, value); }
    };
    (@write $kind:ident $sink:ident $self:ident . $f:ident, text []) => {
        if let Some(value) = &$self.$f { $sink.text(crate::api::shape::Field::to_text(value)); }
    };
    (@write $kind:ident $sink:ident $self:ident . $f:ident, document [$n:literal]) => {
        if let Some(value) = &$self.$f { $sink.document($n, value); }
    };

    (@is_set body $self:ident . $f:ident) => { true };
    (@is_set $kind:ident $self:ident . $f:ident) => { $self.$f.is_some() };

    (@label label $self:ident . $f:ident) => { $self.$f.as_deref() };
    (@label $place:ident $self:ident . $f:ident) => { None };

    (@text list header $self:ident . $f:ident) => {
        $self.$f.as_ref().map(|list| list.iter().map(crate::api::shape::Field::to_text).collect::<Vec<_>>().join(","))
    };
    (@text $kind:ident header $self:ident . $f:ident) => { $self.$f.as_ref().map(crate::api::shape::Field::to_text) };
    (@text $kind:ident query $self:ident . $f:ident) => { $self.$f.as_ref().map(crate::api::shape::Field::to_text) };
    (@text $kind:ident naming_query $self:ident . $f:ident) => { $self.$f.as_ref().map(crate::api::shape::Field::to_text) };
    (@text $kind:ident header_date_time $self:ident . $f:ident) => {
        $self.$f.as_ref().map(crate::api::shape::Field::to_date_time_text)
    };
    (@text $kind:ident $place:ident $self:ident . $f:ident) => { None };

    (@is_blank string $self:ident . $f:ident) => { $self.$f.as_deref().is_none_or(str::is_empty) };
    (@is_blank body $self:ident . $f:ident) => { false };
    (@is_blank $kind:ident $self:ident . $f:ident) => { $self.$f.is_none() };

    (@take_body body $body:ident, $self:ident . $f:ident) => { $body.or(Some(std::mem::take(&mut $self.$f))) };
    (@take_body $kind:ident $body:ident, $self:ident . $f:ident) => { $body };

    (@stored body [$($ty:tt)*]) => { Option<$($ty)*> };
    (@stored required [$($ty:tt)*]) => { Option<$($ty)*> };
    (@stored required_list [$($ty:tt)*]) => { Option<$($ty)*> };
    (@stored required_texts [$($ty:tt)*]) => { Option<$($ty)*> };
    (@stored required_string [$($ty:tt)*]) => { Option<$($ty)*> };
    (@stored $kind:ident [$($ty:tt)*]) => { $($ty)* };

    (@take body $self:ident . $f:ident) => { $self.$f.unwrap_or_default() };
    (@take $kind:ident $self:ident . $f:ident) => { $self.$f };

    (@require required $self:ident . $f:ident, $name:expr) => { $self.$f.ok_or_else(|| crate::api::error::BuildError::missing_field($name, "it is required"))? };
    (@require required_list $self:ident . $f:ident, $name:expr) => { $self.$f.ok_or_else(|| crate::api::error::BuildError::missing_field($name, "it is required"))? };
    (@require required_texts $self:ident . $f:ident, $name:expr) => { $self.$f.ok_or_else(|| crate::api::error::BuildError::missing_field($name, "it is required"))? };
    (@require required_string $self:ident . $f:ident, $name:expr) => { $self.$f.ok_or_else(|| crate::api::error::BuildError::missing_field($name, "it is required"))? };
    (@require $kind:ident $self:ident . $f:ident, $name:expr) => { $self.$f };

    (@getter string $f:ident [$($ty:tt)*] [$($inner:tt)*] [$($d:tt)*]) => {
        $($d)* pub fn $f(&self) -> Option<&str> { self.$f.as_deref() }
    };
    (@getter copy $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)* pub fn $f(&self) -> Option<$inner> { self.$f }
    };
    (@getter list $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)* pub fn $f(&self) -> &[$inner] { self.$f.as_deref().unwrap_or_default() }
    };
    (@getter texts $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)* pub fn $f(&self) -> &[$inner] { self.$f.as_deref().unwrap_or_default() }
    };
    (@getter required_texts $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)* pub fn $f(&self) -> &[$inner] { &self.$f }
    };
    (@getter map $f:ident [$($ty:tt)*] [$($inner:tt)*] [$($d:tt)*]) => {
        $($d)* pub fn $f(&self) -> Option<&crate::api::shape::Metadata> { self.$f.as_ref() }
    };
    (@getter value $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)* pub fn $f(&self) -> Option<&$inner> { self.$f.as_ref() }
    };
    (@getter required_list $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)* pub fn $f(&self) -> &[$inner] { &self.$f }
    };
    (@getter required_string $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)* pub fn $f(&self) -> &str { &self.$f }
    };
    (@getter $kind:ident $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)* pub fn $f(&self) -> &$inner { &self.$f }
    };

    // What a setter takes, and how it is stored.
    (@setters string $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f impl Into<String>, |value, _stored| Some(value.into()), [$($ty)*] }
    };
    (@setters required_string $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f impl Into<String>, |value, _stored| Some(value.into()), [Option<$($ty)*>] }
    };
    (@setters list $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f $inner, |value, stored| { let mut list = stored.unwrap_or_default(); list.push(value); Some(list) }, [$($ty)*] }
    };
    (@setters required_list $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f $inner, |value, stored| { let mut list = stored.unwrap_or_default(); list.push(value); Some(list) }, [Option<$($ty)*>] }
    };
    (@setters texts $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f impl Into<String>, |value, stored| { let mut list = stored.unwrap_or_default(); list.push(value.into()); Some(list) }, [$($ty)*] }
    };
    (@setters required_texts $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f impl Into<String>, |value, stored| { let mut list = stored.unwrap_or_default(); list.push(value.into()); Some(list) }, [Option<$($ty)*>] }
    };
    (@setters map $f:ident [$($ty:tt)*] [$inner:ty]) => {
        pastey::paste! {
            #[doc = concat!("Adds a pair to `", stringify!($f), "`.")]
            pub fn $f(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
                self.$f.get_or_insert_default().insert(key.into(), value.into());
                self
            }
            #[doc = concat!("Sets `", stringify!($f), "`, or clears it.")]
            pub fn [<set_ $f>](mut self, input: $($ty)*) -> Self {
                self.$f = input;
                self
            }
            #[doc = concat!("What `", stringify!($f), "` is now.")]
            pub fn [<get_ $f>](&self) -> &$($ty)* {
                &self.$f
            }
        }
    };
    (@setters body $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f $inner, |value, _stored| Some(value), [Option<$($ty)*>] }
    };
    (@setters required $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f $inner, |value, _stored| Some(value), [Option<$($ty)*>] }
    };
    (@setters $kind:ident $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f $inner, |value, _stored| Some(value), [$($ty)*] }
    };
    (@setter $f:ident $takes:ty, |$value:ident, $stored:ident| $store:expr, [$($stored_type:tt)*]) => {
        pastey::paste! {
            #[doc = concat!("Sets `", stringify!($f), "`; a list gets one more entry.")]
            pub fn $f(mut self, input: $takes) -> Self {
                let ($value, $stored) = (input, self.$f.take());
                self.$f = $store;
                self
            }
            #[doc = concat!("Sets `", stringify!($f), "`, or clears it.")]
            pub fn [<set_ $f>](mut self, input: $($stored_type)*) -> Self {
                self.$f = input;
                self
            }
            #[doc = concat!("What `", stringify!($f), "` is now.")]
            pub fn [<get_ $f>](&self) -> &$($stored_type)* {
                &self.$f
            }
        }
    };

    (@fluent string $f:ident [$($ty:tt)*] [$inner:ty]) => { field! { @forward $f impl Into<String>, [$($ty)*] } };
    (@fluent map $f:ident [$($ty:tt)*] [$inner:ty]) => {
        pastey::paste! {
            #[doc = concat!("Adds a pair to `", stringify!($f), "`.")]
            pub fn $f(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
                self.inner = self.inner.$f(key, value);
                self
            }
            #[doc = concat!("Sets `", stringify!($f), "`, or clears it.")]
            pub fn [<set_ $f>](mut self, input: $($ty)*) -> Self {
                self.inner = self.inner.[<set_ $f>](input);
                self
            }
            #[doc = concat!("What `", stringify!($f), "` is now.")]
            pub fn [<get_ $f>](&self) -> &$($ty)* {
                self.inner.[<get_ $f>]()
            }
        }
    };
    (@fluent body $f:ident [$($ty:tt)*] [$inner:ty]) => { field! { @forward $f $inner, [Option<$($ty)*>] } };
    (@fluent $kind:ident $f:ident [$($ty:tt)*] [$inner:ty]) => { field! { @forward $f $inner, [$($ty)*] } };
    (@forward $f:ident $takes:ty, [$($stored_type:tt)*]) => {
        pastey::paste! {
            #[doc = concat!("Sets `", stringify!($f), "`; a list gets one more entry.")]
            pub fn $f(mut self, input: $takes) -> Self {
                self.inner = self.inner.$f(input);
                self
            }
            #[doc = concat!("Sets `", stringify!($f), "`, or clears it.")]
            pub fn [<set_ $f>](mut self, input: $($stored_type)*) -> Self {
                self.inner = self.inner.[<set_ $f>](input);
                self
            }
            #[doc = concat!("What `", stringify!($f), "` is now.")]
            pub fn [<get_ $f>](&self) -> &$($stored_type)* {
                self.inner.[<get_ $f>]()
            }
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
                    fn $f(&self) -> &$ty { &self.$f }
                    fn [<$f _mut>](&mut self) -> &mut $ty { &mut self.$f }
                )*
            }
        }
    };
}
