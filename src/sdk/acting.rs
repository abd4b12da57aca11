//! The SDK's clients of whoever can call.

use crate::fake::{AccountHandle, AnonymousHandle, IdentityHandle};

macro_rules! acting {
    ($($handle:ident $who:literal),*) => { $(
        impl $handle {
            /// A real SDK client that acts as this principal.
            ///
            /// ```
            /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
            /// let s3 = fake_s3::FakeS3::new();
            /// s3.create_bucket("backups");
            #[doc = concat!("let client = ", $who, ".sdk_client();")]
            /// let denied = client.list_objects_v2().bucket("backups").send().await.unwrap_err();
            /// assert_eq!(denied.raw_response().unwrap().status().as_u16(), 403);
            /// # });
            /// ```
            pub fn sdk_client(&self) -> aws_sdk_s3::Client {
                aws_sdk_s3::Client::from_conf(self.sdk_config().build())
            }

            /// The configuration of [`sdk_client`](Self::sdk_client), to change before a client is made of it.
            pub fn sdk_config(&self) -> aws_sdk_s3::config::Builder {
                self.world().sdk_config_of(&self.principal())
            }
        }
    )* };
}
acting! {
    AccountHandle "s3.account(\"alice\")",
    AnonymousHandle "s3.anonymous()",
    IdentityHandle "s3.account(\"alice\").user(\"bob\")"
}
