//! Owns the running of the real server for a test: started on a free port, killed, started again on the same one.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::Done;

/// A `homestretch` process; it dies with this value.
pub struct Server {
    program: PathBuf,
    port: u16,
    args: Vec<String>,
    child: Option<Child>,
    said: Arc<Mutex<String>>,
}

impl Server {
    /// Runs `homestretch` to its end, for what is no server.
    ///
    /// # Errors
    /// When there is no release build, or it cannot be run.
    pub fn run(args: &[&str]) -> Done<std::process::Output> {
        let mut command = Command::new(program()?);
        Ok(command.args(args).current_dir(root()).output()?)
    }

    /// Starts `homestretch` with these arguments (such as `demo --speed 20`) on a free port, with the built app.
    ///
    /// # Errors
    /// When the release build is not there, or the server does not answer within twenty seconds.
    pub fn start(args: &[&str]) -> Done<Self> {
        let program = program()?;
        let app = app()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut args: Vec<String> = args.iter().map(ToString::to_string).collect();
        args.extend([
            "--listen".into(),
            format!("127.0.0.1:{port}"),
            "--app".into(),
            app.to_string_lossy().into(),
        ]);
        let mut server = Self {
            program,
            port,
            args,
            child: None,
            said: Arc::default(),
        };
        server.restart()?;
        Ok(server)
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Address of a page.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Sends JSON to an address of the server, as a program on this machine does.
    ///
    /// # Errors
    /// When it is not taken; with the answer.
    pub fn post(&self, path: &str, body: &str) -> Done {
        self.post_with(path, "", body)
    }

    /// The same with a header of the caller's, its line end included.
    ///
    /// # Errors
    /// When it is not taken; with the answer.
    pub fn post_with(&self, path: &str, header: &str, body: &str) -> Done {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n{header}\
             content-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        if answer.starts_with("HTTP/1.1 2") {
            Ok(())
        } else {
            Err(answer.into())
        }
    }

    /// Ends the process at once, as a power cut would.
    ///
    /// # Errors
    /// When the process cannot be ended.
    pub fn kill(&mut self) -> Done {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// Starts the process again on the same port, and waits until it answers.
    ///
    /// # Errors
    /// When it does not answer within twenty seconds; with what it said.
    pub fn restart(&mut self) -> Done {
        self.kill()?;
        let mut command = Command::new(&self.program);
        command
            .args(&self.args)
            .current_dir(root())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn()?;
        self.said
            .lock()
            .map_err(|_| "a reader of the server's words gave up")?
            .clear();
        for pipe in [
            child.stdout.take().map(boxed),
            child.stderr.take().map(boxed),
        ]
        .into_iter()
        .flatten()
        {
            let said = Arc::clone(&self.said);
            // The pipes must be emptied, or the server would come to a halt when they are full.
            std::thread::spawn(move || {
                for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                    if let Ok(mut said) = said.lock() {
                        said.push_str(&line);
                        said.push('\n');
                    }
                }
            });
        }
        self.child = Some(child);
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let ended = self
                .child
                .as_mut()
                .is_some_and(|child| matches!(child.try_wait(), Ok(Some(_)) | Err(_)));
            if ended || Instant::now() > until {
                return Err(
                    format!("the server does not answer; it said:\n{}", self.said()).into(),
                );
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Puts another build of the app in the place of the one that it serves.
    ///
    /// # Errors
    /// When it does not come back; with what it said.
    pub fn deploy(&mut self, app: &Path) -> Done {
        if let Some(served) = self.args.last_mut() {
            *served = app.to_string_lossy().into();
        }
        self.restart()
    }

    /// All that it said since it was started.
    pub fn said(&self) -> String {
        self.said
            .lock()
            .map(|said| said.clone())
            .unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

fn boxed(pipe: impl Read + Send + 'static) -> Box<dyn Read + Send> {
    Box::new(pipe)
}

/// The project's folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// The folder of the built app.
///
/// # Errors
/// When there is none.
pub fn app() -> Done<PathBuf> {
    let told = std::env::var_os("HOMESTRETCH_APP").map(PathBuf::from);
    let app = told.unwrap_or_else(|| root().join("dist"));
    if app.join("index.html").is_file() {
        Ok(app)
    } else {
        let folder = app.display();
        Err(format!("{folder} holds no app; run `cargo xtask build` first").into())
    }
}

/// The server's program as it is shipped, for what a test has it do beside serving.
///
/// # Errors
/// When the release build is not there.
pub fn program() -> Done<PathBuf> {
    let told = std::env::var_os("HOMESTRETCH_SERVER").map(PathBuf::from);
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |target| root().join(target));
    let program = told.unwrap_or_else(|| target.join("release/homestretch"));
    if program.is_file() {
        Ok(program)
    } else {
        Err("no release build of the server; run `cargo xtask build` first".into())
    }
}
