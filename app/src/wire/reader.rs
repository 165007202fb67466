//! Reads JSON (RFC 8259) as `serde_json` writes it, without fractions: none of our values has any.

use super::Unreadable;
use super::value::Value;

/// As deep as our values go, and some more: what is deeper is not ours.
pub(super) const DEEPEST: u8 = 64;

/// Reads one value, and nothing after it.
pub(super) fn parse(text: &str) -> Result<Value, Unreadable> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(DEEPEST)?;
    reader.blanks();
    if reader.at == text.len() {
        Ok(value)
    } else {
        Err(Unreadable)
    }
}

struct Reader<'a> {
    text: &'a str,
    /// Where the next character begins.
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: u8) -> Result<Value, Unreadable> {
        let deeper = depth.checked_sub(1).ok_or(Unreadable)?;
        self.blanks();
        match self.peek().ok_or(Unreadable)? {
            b'"' => self.string().map(Value::Text),
            b'[' => {
                let mut items = Vec::new();
                self.each(b']', |reader| {
                    items.push(reader.value(deeper)?);
                    Ok(())
                })?;
                Ok(Value::List(items))
            }
            b'{' => {
                let mut entries = Vec::new();
                self.each(b'}', |reader| {
                    reader.blanks();
                    let name = reader.string()?;
                    reader.blanks();
                    reader.expect(":")?;
                    entries.push((name, reader.value(deeper)?));
                    Ok(())
                })?;
                Ok(Value::Record(entries))
            }
            b'n' => self.expect("null").map(|()| Value::Nothing),
            b't' => self.expect("true").map(|()| Value::Bool(true)),
            b'f' => self.expect("false").map(|()| Value::Bool(false)),
            _ => self.number().map(Value::Number),
        }
    }

    /// What stands between an opening bracket and its closing one, piece by piece.
    fn each(
        &mut self,
        close: u8,
        mut piece: impl FnMut(&mut Self) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        self.at += 1;
        self.blanks();
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(());
        }
        loop {
            piece(self)?;
            self.blanks();
            let next = self.peek();
            self.at += 1;
            match next {
                Some(b',') => {}
                Some(end) if end == close => return Ok(()),
                _ => return Err(Unreadable),
            }
        }
    }

    fn string(&mut self) -> Result<String, Unreadable> {
        self.expect("\"")?;
        let mut string = String::new();
        loop {
            let rest = self.text.get(self.at..).ok_or(Unreadable)?;
            let end = rest.find(['"', '\\']).ok_or(Unreadable)?;
            string.push_str(&rest[..end]);
            self.at += end + 1;
            if rest.as_bytes()[end] == b'"' {
                return Ok(string);
            }
            string.push(self.escaped()?);
        }
    }

    /// What a backslash stands for.
    fn escaped(&mut self) -> Result<char, Unreadable> {
        let letter = self.peek().ok_or(Unreadable)?;
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.code_point()?,
            _ => return Err(Unreadable),
        })
    }

    /// Beyond the first 65,536 characters it takes two escapes to name one.
    fn code_point(&mut self) -> Result<char, Unreadable> {
        let first = self.four_digits()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first).ok_or(Unreadable);
        }
        self.expect("\\u")?;
        let second = self.four_digits()?.checked_sub(0xdc00).ok_or(Unreadable)?;
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + second).ok_or(Unreadable)
    }

    fn four_digits(&mut self) -> Result<u32, Unreadable> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Unreadable)?;
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| Unreadable)
    }

    fn number(&mut self) -> Result<i64, Unreadable> {
        let rest = &self.text[self.at..];
        let end = rest
            .find(|one: char| !matches!(one, '-' | '0'..='9'))
            .unwrap_or(rest.len());
        self.at += end;
        rest[..end].parse().map_err(|_| Unreadable)
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, wanted: &str) -> Result<(), Unreadable> {
        let there = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(wanted));
        self.at += wanted.len();
        there.then_some(()).ok_or(Unreadable)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
