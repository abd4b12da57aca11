//! What the tests of all clients share: a world on a socket, bytes to send, and scripts in other languages.

use fake_s3::{Anchor, Auth, BucketHandle, Builder, FakeS3, Server};
use sha2::{Digest as _, Sha256};

pub mod program;
pub mod script;

/// The key of AWS's own examples.
pub const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
pub const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
pub const REGION: &str = "us-east-1";
/// The bucket that every world here begins with.
pub const BUCKET: &str = "backups";

/// The least size of a part that is not the last.
pub const MIN_PART: usize = 5 * 1024 * 1024;

/// A world that answers on a socket, with one bucket.
#[derive(Debug)]
pub struct Served {
    pub world: FakeS3,
    pub server: Server,
}

impl Served {
    pub async fn new() -> Self {
        Self::of(FakeS3::builder()).await
    }

    /// One in the time of the clients, which compare dates with their own, and which verifies their signatures.
    pub async fn of(world: Builder) -> Self {
        Self::at(world.real_time(Anchor::WallClock)).await
    }

    /// The same in a time of its own.
    pub async fn at(world: Builder) -> Self {
        // `object_store`'s HTTP client wants one, although it speaks no TLS; from the second time on there is one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let world = world.auth(Auth::Signatures).build();
        world.account("fake-s3").add_access_key(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
        world.create_bucket(BUCKET);
        let server = world.serve("127.0.0.1:0").await.expect("a free port");
        Self { world, server }
    }

    pub fn endpoint_url(&self) -> String {
        self.server.endpoint_url()
    }

    pub fn bucket(&self) -> BucketHandle {
        self.world.bucket(BUCKET)
    }

    /// The bytes of an object as the world has them, whatever a client says.
    ///
    /// # Panics
    /// If there is no such object.
    #[track_caller]
    pub fn bytes(&self, key: &str) -> Vec<u8> {
        let Some(object) = self.bucket().object(key) else { panic!("there is no {key:?}, but {:?}", self.keys()) };
        object.bytes().to_vec()
    }

    /// Stores more objects below `logs/` than a page of a list has, and one beside them; the keys of those below it, in
    /// their order.
    pub fn put_pages(&self) -> Vec<String> {
        let mut keys: Vec<String> = (0..1_234).map(|number| format!("logs/{number:04}")).collect();
        keys.push("logs/deep/one".to_owned());
        for key in keys.iter().map(String::as_str).chain(["zoo"]) {
            self.bucket().put_object(key, "x");
        }
        keys
    }

    /// The keys of all objects.
    pub fn keys(&self) -> Vec<String> {
        self.bucket().objects().into_iter().map(|object| object.key).collect()
    }

    /// Whether the world has exactly these bytes.
    ///
    /// # Panics
    /// If it has not.
    #[track_caller]
    pub fn has(&self, key: &str, bytes: &[u8]) {
        let stored = self.bytes(key);
        assert_eq!(stored.len(), bytes.len(), "{key}: as many bytes as were sent");
        let differing = stored.iter().zip(bytes).position(|(stored, sent)| stored != sent);
        assert_eq!(differing, None, "{key}: the first byte that differs");
    }
}

/// So many bytes that never repeat, different for each seed (splitmix64).
pub fn bytes(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed;
    let mut out = Vec::with_capacity(length + 8);
    while out.len() < length {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        out.extend_from_slice(&(word ^ (word >> 31)).to_le_bytes());
    }
    out.truncate(length);
    out
}

/// The SHA-256 of some bytes in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
