//! The XML documents of cross-origin access. The order of rows is the order of elements.

shape! {
    /// Which pages of other origins may ask what.
    pub checked read document struct CorsConfiguration {
        cors_rules: Vec<CorsRule> = element("CORSRule"),
    }
}

shape! {
    /// One rule of a configuration.
    pub checked document struct CorsRule {
        id: Option<String> = element("ID"),
        allowed_headers: Option<Vec<String>> = element("AllowedHeader"),
        allowed_methods: Vec<String> = element("AllowedMethod"),
        allowed_origins: Vec<String> = element("AllowedOrigin"),
        expose_headers: Option<Vec<String>> = element("ExposeHeader"),
        max_age_seconds: Option<i32> = element("MaxAgeSeconds"),
    }
}
