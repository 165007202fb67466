//! The file that holds the sealing key: 32 bytes, made where it is missing, readable by its owner only.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::{KEY_BYTES, SealingKey, random};
use crate::Failure;

impl SealingKey {
    /// Reads the key, or makes it where the file is missing and nothing was sealed yet: with a new key the tokens of
    /// letters that wait, and the keys of authenticator apps, could never be opened again.
    pub fn from_file(file: &Path, something_is_sealed: bool) -> Result<Self, Failure> {
        match fs::read(file) {
            Ok(bytes) => <[u8; KEY_BYTES]>::try_from(bytes.as_slice()).map_or_else(
                |_| {
                    Err(Failure::Said(format!(
                        "SECRET_KEY_FILE: {} holds {} bytes instead of {KEY_BYTES}",
                        file.display(),
                        bytes.len()
                    )))
                },
                |bytes| Ok(Self::new(&bytes)),
            ),
            Err(error) if error.kind() == ErrorKind::NotFound && something_is_sealed => Err(Failure::Said(format!(
                "SECRET_KEY_FILE: {} is missing, but the database holds what was sealed with it; bring it back",
                file.display()
            ))),
            Err(error) if error.kind() == ErrorKind::NotFound => make(file),
            Err(error) => Err(Failure::io(format!("SECRET_KEY_FILE: cannot read {}", file.display()))(
                error,
            )),
        }
    }
}

fn make(file: &Path) -> Result<SealingKey, Failure> {
    let bytes: [u8; KEY_BYTES] = random();
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .and_then(|mut file| {
            file.write_all(&bytes)?;
            file.sync_all()
        });
    match written {
        Ok(()) => Ok(SealingKey::new(&bytes)),
        // Another process of the same service was quicker: its key is the one.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => SealingKey::from_file(file, true),
        Err(error) => Err(Failure::io(format!("SECRET_KEY_FILE: cannot make {}", file.display()))(
            error,
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::secrets::Sealed;

    #[test]
    fn a_missing_key_is_made_for_its_owner_only_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret.key");
        let made = SealingKey::from_file(&file, false).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let read = SealingKey::from_file(&file, true).unwrap();
        let sealed = made.seal(Sealed::AppKey, b"key");
        assert_eq!(read.open(Sealed::AppKey, &sealed).as_deref(), Some(b"key".as_slice()));
    }

    #[test]
    fn a_missing_key_is_not_made_anew_while_letters_wait_under_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret.key");
        assert!(SealingKey::from_file(&file, true).is_err());
        assert!(!file.exists());
    }

    #[test]
    fn a_key_of_the_wrong_length_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret.key");
        fs::write(&file, b"short").unwrap();
        let refused = SealingKey::from_file(&file, false).err().unwrap().to_string();
        assert!(refused.contains("holds 5 bytes instead of 32"), "{refused}");
    }
}
