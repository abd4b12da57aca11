//! `field!`: what depends on the kind of one field of a table.
//!
//! Getters, setters and builders are `#[inline]`: a build of this crate then generates no code for those that it does
//! not call itself, and a user's build generates the few that the user calls.

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
    (@place $other:ident) => { compile_error!(concat!("`", stringify!($other), "` is not a place that a row can have")) };

    // The rows of a document are elements, so nothing but this looks at their places.
    (@check_place attribute) => {};
    (@check_place $place:ident) => { const _: crate::api::shape::Place = field!(@place $place); };

    (@read map $s:ident headers [$n:literal]) => { $s.headers($n) };
    (@read list $s:ident header [$n:literal]) => { $s.list($n) };
    (@read body $s:ident payload []) => { crate::api::primitives::ByteStream::default() };
    (@read string $s:ident text_body []) => { $s.text_body() };
    (@read $kind:ident $s:ident header_date_time [$n:literal]) => { $s.header($n) };
    (@read $kind:ident $s:ident label [$n:literal]) => { $s.label($n) };
    (@read $kind:ident $s:ident query [$n:literal]) => { $s.query($n) };
    (@read $kind:ident $s:ident naming_query [$n:literal]) => { $s.naming_query($n) };
    (@read $kind:ident $s:ident header [$n:literal]) => { $s.header($n) };
    (@read $kind:ident $s:ident kept_header [$n:literal]) => { $s.kept_header($n) };
    (@read $kind:ident $s:ident document [$n:literal]) => { $s.document($n) };
    // `@place` has reported the place.
    (@read $kind:ident $s:ident $other:ident [$n:literal]) => { Default::default() };

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
    (@text $kind:ident naming_query $self:ident . $f:ident) => {
        $self.$f.as_ref().map(crate::api::shape::Field::to_text)
    };
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
    (@stored required_copy [$($ty:tt)*]) => { Option<$($ty)*> };
    (@stored required [$($ty:tt)*]) => { Option<$($ty)*> };
    (@stored required_list [$($ty:tt)*]) => { Option<$($ty)*> };
    (@stored required_texts [$($ty:tt)*]) => { Option<$($ty)*> };
    (@stored required_string [$($ty:tt)*]) => { Option<$($ty)*> };
    (@stored $kind:ident [$($ty:tt)*]) => { $($ty)* };

    (@take body $self:ident . $f:ident) => { $self.$f.unwrap_or_default() };
    (@take $kind:ident $self:ident . $f:ident) => { $self.$f };

    (@require required_copy $self:ident . $f:ident, $name:expr) => {
        $self.$f.ok_or_else(|| crate::api::error::BuildError::missing_field($name, "it is required"))?
    };
    (@require required $self:ident . $f:ident, $name:expr) => {
        $self.$f.ok_or_else(|| crate::api::error::BuildError::missing_field($name, "it is required"))?
    };
    (@require required_list $self:ident . $f:ident, $name:expr) => {
        $self.$f.ok_or_else(|| crate::api::error::BuildError::missing_field($name, "it is required"))?
    };
    (@require required_texts $self:ident . $f:ident, $name:expr) => {
        $self.$f.ok_or_else(|| crate::api::error::BuildError::missing_field($name, "it is required"))?
    };
    (@require required_string $self:ident . $f:ident, $name:expr) => {
        $self.$f.ok_or_else(|| crate::api::error::BuildError::missing_field($name, "it is required"))?
    };
    (@require $kind:ident $self:ident . $f:ident, $name:expr) => { $self.$f };

    (@getter string $f:ident [$($ty:tt)*] [$($inner:tt)*] [$($d:tt)*]) => {
        $($d)*
        #[inline]
        pub fn $f(&self) -> Option<&str> { self.$f.as_deref() }
    };
    (@getter copy $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)*
        #[inline]
        pub fn $f(&self) -> Option<$inner> { self.$f }
    };
    (@getter required_copy $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)*
        #[inline]
        pub fn $f(&self) -> $inner { self.$f }
    };
    (@getter list $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)*
        #[inline]
        pub fn $f(&self) -> &[$inner] { self.$f.as_deref().unwrap_or_default() }
    };
    (@getter texts $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)*
        #[inline]
        pub fn $f(&self) -> &[$inner] { self.$f.as_deref().unwrap_or_default() }
    };
    (@getter required_texts $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)*
        #[inline]
        pub fn $f(&self) -> &[$inner] { &self.$f }
    };
    (@getter map $f:ident [$($ty:tt)*] [$($inner:tt)*] [$($d:tt)*]) => {
        $($d)*
        #[inline]
        pub fn $f(&self) -> Option<&crate::api::shape::Metadata> { self.$f.as_ref() }
    };
    (@getter value $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)*
        #[inline]
        pub fn $f(&self) -> Option<&$inner> { self.$f.as_ref() }
    };
    (@getter required_list $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)*
        #[inline]
        pub fn $f(&self) -> &[$inner] { &self.$f }
    };
    (@getter required_string $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)*
        #[inline]
        pub fn $f(&self) -> &str { &self.$f }
    };
    (@getter $kind:ident $f:ident [$($ty:tt)*] [$inner:ty] [$($d:tt)*]) => {
        $($d)*
        #[inline]
        pub fn $f(&self) -> &$inner { &self.$f }
    };

    // What a setter takes, and how it is stored.
    (@setters string $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f impl Into<String>, |value, stored| *stored = Some(value.into()), [$($ty)*] }
    };
    (@setters required_string $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f impl Into<String>, |value, stored| *stored = Some(value.into()), [Option<$($ty)*>] }
    };
    (@setters list $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f $inner, |value, stored| stored.get_or_insert_default().push(value), [$($ty)*] }
    };
    (@setters required_list $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f $inner, |value, stored| stored.get_or_insert_default().push(value), [Option<$($ty)*>] }
    };
    (@setters texts $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! {
            @setter $f impl Into<String>, |value, stored| stored.get_or_insert_default().push(value.into()),
            [$($ty)*]
        }
    };
    (@setters required_texts $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! {
            @setter $f impl Into<String>, |value, stored| stored.get_or_insert_default().push(value.into()),
            [Option<$($ty)*>]
        }
    };
    (@setters map $f:ident [$($ty:tt)*] [$inner:ty]) => {
        pastey::paste! {
            #[doc = concat!("Adds a pair to `", stringify!($f), "`.")]
            #[inline]
            pub fn $f(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
                self.$f.get_or_insert_default().insert(key.into(), value.into());
                self
            }
            #[doc = concat!("Sets `", stringify!($f), "`, or clears it.")]
            #[inline]
            pub fn [<set_ $f>](mut self, input: $($ty)*) -> Self {
                self.$f = input;
                self
            }
            #[doc = concat!("What `", stringify!($f), "` is now.")]
            #[inline]
            pub fn [<get_ $f>](&self) -> &$($ty)* {
                &self.$f
            }
        }
    };
    (@setters body $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f $inner, |value, stored| *stored = Some(value), [Option<$($ty)*>] }
    };
    (@setters required_copy $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f $inner, |value, stored| *stored = Some(value), [Option<$($ty)*>] }
    };
    (@setters required $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f $inner, |value, stored| *stored = Some(value), [Option<$($ty)*>] }
    };
    (@setters $kind:ident $f:ident [$($ty:tt)*] [$inner:ty]) => {
        field! { @setter $f $inner, |value, stored| *stored = Some(value), [$($ty)*] }
    };
    (@setter $f:ident $takes:ty, |$value:ident, $stored:ident| $store:expr, [$($stored_type:tt)*]) => {
        pastey::paste! {
            #[doc = concat!("Sets `", stringify!($f), "`; a list gets one more entry.")]
            #[inline]
            pub fn $f(mut self, input: $takes) -> Self {
                let ($value, $stored) = (input, &mut self.$f);
                $store;
                self
            }
            #[doc = concat!("Sets `", stringify!($f), "`, or clears it.")]
            #[inline]
            pub fn [<set_ $f>](mut self, input: $($stored_type)*) -> Self {
                self.$f = input;
                self
            }
            #[doc = concat!("What `", stringify!($f), "` is now.")]
            #[inline]
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
