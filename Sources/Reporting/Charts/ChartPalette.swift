/// Colours that people with any kind of colour vision can tell apart.
///
/// From Okabe and Ito, "Color Universal Design" (2008), https://jfly.uni-koeln.de/color/. Those with the most contrast
/// on white come first. Two kinds of change keep lines visible: yellow is darkened on white, and the darker hues are
/// lightened, black up to light grey, on a dark background.
enum ChartPalette {
    /// A colour on a light and on a dark background.
    struct Colour: Hashable, Sendable {
        /// As `#RRGGBB`, on white.
        let light: String
        /// As `#RRGGBB`, on nearly black.
        let dark: String
    }

    /// The colours of series, in order of use.
    static let series = [
        Colour(light: "#0072B2", dark: "#2C93D1"),
        Colour(light: "#D55E00", dark: "#E8762B"),
        Colour(light: "#009E73", dark: "#16B58A"),
        Colour(light: "#CC79A7", dark: "#CC79A7"),
        Colour(light: "#E69F00", dark: "#E69F00"),
        Colour(light: "#56B4E9", dark: "#8ACBF2"),
        Colour(light: "#000000", dark: "#E8EAED"),
        Colour(light: "#B3A51B", dark: "#F0E442"),
    ]
    /// What everything is drawn on.
    static let background = Colour(light: "#FFFFFF", dark: "#14171C")
    /// Titles and names.
    static let ink = Colour(light: "#1F2328", dark: "#E8EAED")
    /// Text that explains.
    static let mutedInk = Colour(light: "#59636E", dark: "#A3ABB5")
    /// Lines that guide the eye.
    static let grid = Colour(light: "#E4E7EB", dark: "#2A3037")
    /// The axes and the reference line.
    static let axis = Colour(light: "#6E7781", dark: "#7D8590")
    /// Stripes that tell neighbours apart.
    static let band = Colour(light: "#F4F6F8", dark: "#1B1F26")
    /// What is there without being work: waiting, the rest.
    static let quiet = Colour(light: "#C3C9D0", dark: "#4C5560")

    /// What is readable on an area in the colour of a series: white on the darker hues of a light page.
    static func inkOn(_ index: Int) -> Colour {
        Colour(light: [0, 6].contains(index) ? "#FFFFFF" : "#14171C", dark: "#14171C")
    }
}
