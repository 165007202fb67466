//! Pictures of an app's key: a QR code (ISO/IEC 18004), drawn here as SVG, so that the key never leaves the service and
//! the page needs no script. It holds attributes only, no style: the page's content security policy stays as it is. The
//! page gives it a name for those who do not see it.

use qrcode::render::svg;
use qrcode::types::QrError;
use qrcode::{EcLevel, QrCode};

/// The least width and height, in CSS pixels; the page may scale it.
const LEAST: u32 = 220;

/// Draws an address.
pub fn picture(address: &str) -> Result<String, QrError> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)?;
    let document = code
        .render::<svg::Color<'_>>()
        .min_dimensions(LEAST, LEAST)
        .quiet_zone(true)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build();
    // Inside a page there is no XML declaration.
    let start = document.find("<svg").unwrap_or_default();
    Ok(document[start..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_svg_without_style_or_script() {
        let svg = picture("otpauth://totp/Porthor:sian%40bont.example?secret=GEZDGNBVGY3TQOJQ&issuer=Porthor").unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"), "{svg}");
        for never in ["style", "<script", "href", "<?xml"] {
            assert!(!svg.contains(never), "{never}");
        }
    }

    #[test]
    fn the_longest_address_still_fits() {
        assert!(picture(&"a".repeat(1_000)).is_ok());
    }
}
