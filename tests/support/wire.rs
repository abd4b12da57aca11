//! A server in the background, and a client that sends bytes as they are written.

use fake_s3::{FakeS3, Server, ServerBuilder};
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;
use tokio::runtime::Runtime;

/// How long a test waits for what must come. Nothing waits for so long that goes well.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A world that answers on a socket, in a thread of its own.
#[derive(Debug)]
pub struct Served {
    pub s3: FakeS3,
    pub address: SocketAddr,
    server: Option<Server>,
    runtime: Runtime,
}

impl Served {
    pub fn with(s3: FakeS3, settings: impl FnOnce(ServerBuilder) -> ServerBuilder) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let server = runtime.block_on(settings(s3.server()).serve("127.0.0.1:0")).unwrap();
        Self { s3, address: server.address(), server: Some(server), runtime }
    }

    /// A connection, on which nothing has been sent.
    pub fn connect(&self) -> Connection {
        Connection::to(self.address)
    }

    /// One request on a connection of its own.
    pub fn ask(&self, request: &[u8]) -> Answer {
        let is_head = request.starts_with(b"HEAD ");
        let mut connection = self.connect();
        connection.send(request);
        connection.answer_to(is_head).expect("an answer")
    }

    /// Waits in real time.
    pub fn wait(&self, time: Duration) {
        self.runtime.block_on(async { tokio::time::sleep(time).await });
    }

    pub fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    /// Ends the server as a test does that drops it.
    pub fn drop_server(&mut self) {
        drop(self.server.take());
    }

    /// Ends the server when it has answered.
    pub fn shut_down(&mut self) {
        let server = self.server.take().unwrap();
        self.runtime.block_on(server.shutdown());
    }
}

/// A connection to a server.
#[derive(Debug)]
pub struct Connection {
    pub stream: TcpStream,
    /// What has been read, and belongs to no answer yet.
    read: Vec<u8>,
}

/// An answer, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(own, value)| (own == name).then_some(value.as_str()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The text of an XML element of the body.
    pub fn element(&self, name: &str) -> Option<String> {
        let text = self.text();
        let (_, after) = text.split_once(&format!("<{name}>"))?;
        Some(after.split_once(&format!("</{name}>"))?.0.to_owned())
    }

    /// Its status, and S3's code where there is one: `404 NoSuchKey`.
    pub fn outcome(&self) -> String {
        match self.element("Code") {
            Some(code) => format!("{} {code}", self.status),
            None => self.status.to_string(),
        }
    }
}

impl Connection {
    /// One on which nothing has been sent.
    pub fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self { stream, read: Vec::new() }
    }

    pub fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).unwrap();
    }

    /// Sends what the other side may no longer take.
    pub fn try_send(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).is_ok()
    }

    /// Says that nothing more will be sent.
    pub fn end_sending(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    pub fn answer(&mut self) -> Option<Answer> {
        self.answer_to(false)
    }

    /// The next answer that is not `100 Continue`; `None` where the connection ends before one begins.
    pub fn answer_to(&mut self, is_head: bool) -> Option<Answer> {
        loop {
            let answer = self.any_answer(is_head)?;
            if answer.status != 100 {
                return Some(answer);
            }
        }
    }

    /// The next answer, of any kind.
    pub fn any_answer(&mut self, is_head: bool) -> Option<Answer> {
        let end = loop {
            if let Some(at) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                break at;
            }
            if !self.read_more() {
                assert!(self.read.is_empty(), "cut off: {}", String::from_utf8_lossy(&self.read));
                return None;
            }
        };
        let head: Vec<u8> = self.read.drain(..end + 4).collect();
        let head = String::from_utf8_lossy(&head).into_owned();
        let mut lines = head.lines();
        let status_line = lines.next().unwrap();
        let status = status_line.split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_ascii_lowercase(), value.trim().to_owned())
        };
        let headers = lines.filter(|line| !line.is_empty()).map(header).collect();
        let mut answer = Answer { status, headers, body: Vec::new() };
        if !is_head && ![100, 204, 304].contains(&status) {
            let length = answer.header("content-length").expect("every answer says how long it is").parse().unwrap();
            while self.read.len() < length {
                assert!(self.read_more(), "the body was cut off");
            }
            answer.body = self.read.drain(..length).collect();
        }
        Some(answer)
    }

    /// That the connection ends, and nothing more comes before.
    pub fn is_ended(&mut self) -> bool {
        while self.read_more() {}
        self.read.is_empty()
    }

    /// Reads what comes; `false` at the end.
    pub fn read_more(&mut self) -> bool {
        let mut buffer = [0; 16 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(0) => false,
            Ok(bytes) => {
                self.read.extend_from_slice(&buffer[..bytes]);
                true
            }
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => false,
            Err(error) => {
                panic!("nothing came for too long ({error}); so far {:?}", String::from_utf8_lossy(&self.read))
            }
        }
    }
}
