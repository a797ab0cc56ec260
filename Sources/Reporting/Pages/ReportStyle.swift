/// The style sheet of pages: one column on phones, two charts beside each other where there is room.
enum ReportStyle {
    private static func variables(_ colour: (ChartPalette.Colour) -> String) -> String {
        """
        --page: \(colour(.init(light: "#F4F6F8", dark: "#0D0F13"))); \
        --card: \(colour(ChartPalette.background)); --ink: \(colour(ChartPalette.ink)); \
        --muted: \(colour(ChartPalette.mutedInk)); --line: \(colour(ChartPalette.grid)); \
        --band: \(colour(ChartPalette.band)); \
        --link: \(colour(.init(light: "#005A8C", dark: "#7CC4F5")));
        """
    }

    static let text = """
        :root { \(variables(\.light)) }
        @media screen and (prefers-color-scheme: dark) { :root { \(variables(\.dark)) } }
        * { box-sizing: border-box }
        html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; scroll-padding-top: 12px }
        @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", \
        Roboto, "Helvetica Neue", Arial, sans-serif }
        header, main { max-width: 1440px; margin: 0 auto; padding: 0 clamp(12px, 3vw, 40px) }
        header { padding-top: clamp(20px, 4vw, 44px) }
        h1 { margin: 0; font-size: clamp(1.6rem, 4vw, 2.2rem); line-height: 1.2; overflow-wrap: anywhere }
        h2 { margin: 0 0 12px; font-size: 1.35rem; line-height: 1.25; overflow-wrap: anywhere }
        .lead { margin: 6px 0 0; color: var(--muted); max-width: 70ch }
        a { color: var(--link) }
        nav ul, .chips { list-style: none; margin: 16px 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: 8px }
        nav a { display: block; padding: 6px 14px; border-radius: 999px; background: var(--card); \
        border: 1px solid var(--line); text-decoration: none }
        nav a:hover { border-color: var(--link) }
        section { margin: clamp(16px, 3vw, 28px) 0; padding: clamp(14px, 2.5vw, 28px); background: var(--card); \
        border: 1px solid var(--line); border-radius: 12px }
        .tiles { display: flex; flex-wrap: wrap; gap: 10px 36px; margin: 0 0 8px }
        .tiles dt { color: var(--muted); font-size: .85rem }
        .tiles dd { margin: 0; font-size: 1.5rem; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums }
        .tiles small { display: block; font-size: .85rem; font-weight: 400; color: var(--muted); overflow-wrap: anywhere }
        .figures { display: grid; gap: 20px; grid-template-columns: minmax(0, 1fr) }
        @media (min-width: 1100px) { .figures:has(figure + figure) { grid-template-columns: repeat(2, minmax(0, 1fr)) } }
        figure { margin: 0; container-type: inline-size; min-width: 0 }
        svg.chart { display: block; width: 100%; height: auto; max-width: 860px; touch-action: pan-y; user-select: none }
        .wide { display: none; margin: 0 -14px }
        .narrow { margin: 0 -12px }
        @container (min-width: 520px) { .wide { display: block } .narrow { display: none } }
        .chart .hot { stroke: var(--ink); stroke-width: 1.5 }
        figcaption, .bar { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: baseline; margin-top: 4px }
        .bar { margin-top: 20px; padding-top: 14px; border-top: 1px solid var(--line) }
        figcaption details, .bar details { flex: 1 1 auto; min-width: 0 }
        details[open] { flex-basis: 100% }
        summary { cursor: pointer; color: var(--link); padding: 4px 0; width: fit-content }
        .download { font-size: .9rem; padding: 3px 12px; border: 1px solid var(--line); border-radius: 6px; \
        text-decoration: none }
        .download:hover { border-color: var(--link) }
        .download::before { content: "\\2193\\00A0" }
        .away { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
        .same { margin: 8px 0 0; color: var(--muted); font-size: .9rem }
        .chips { margin: 6px 0 12px }
        .chips li { padding: 2px 10px; border-radius: 6px; background: var(--band); font-size: .85rem; \
        color: var(--muted); overflow-wrap: anywhere }
        .chips b { color: var(--ink); font-weight: 600 }
        .scroll { overflow: auto; max-height: 70vh; margin: 6px 0; border: 1px solid var(--line); border-radius: 8px; \
        background: linear-gradient(270deg, var(--card) 40%, transparent) 100% 0 / 40px 100% no-repeat local, \
        linear-gradient(270deg, var(--line), transparent) 100% 0 / 14px 100% no-repeat scroll }
        table { border-collapse: separate; border-spacing: 0; font-size: .9rem; font-variant-numeric: tabular-nums; \
        min-width: 100% }
        th, td { padding: 6px 12px; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--line) }
        td.t { white-space: normal; min-width: 14em; max-width: 22em }
        tbody tr:last-child td { border-bottom: 0 }
        thead th { position: sticky; top: 0; z-index: 2; background: var(--band); padding: 0 }
        th:first-child, td:first-child { position: sticky; left: 0; background: var(--card); z-index: 1 }
        thead th:first-child { z-index: 3; background: var(--band) }
        tbody tr:hover td { background: var(--band) }
        .n { text-align: right }
        th button { all: unset; box-sizing: border-box; width: 100%; padding: 8px 12px; cursor: pointer; font-weight: 600; \
        white-space: nowrap }
        th button:hover { color: var(--link) }
        :focus-visible, th button:focus-visible { outline: 2px solid var(--link); outline-offset: -2px }
        th button::after { content: "\\2195"; margin-left: 6px; opacity: .35; font-weight: 400 }
        th[aria-sort=ascending] button::after { content: "\\2191"; opacity: 1 }
        th[aria-sort=descending] button::after { content: "\\2193"; opacity: 1 }
        @media (max-width: 560px) { th, td { padding: 6px 8px } th button { padding: 8px } td:first-child { \
        white-space: normal; min-width: 6em; max-width: 9em; overflow-wrap: anywhere } }
        .provenance { margin-top: 8px }
        .provenance dl { display: grid; grid-template-columns: minmax(8em, max-content) minmax(0, 1fr); gap: 4px 16px; \
        margin: 8px 0; font-size: .9rem }
        .provenance dt { color: var(--muted); overflow-wrap: anywhere }
        .provenance dd { margin: 0; overflow-wrap: anywhere }
        @media (max-width: 560px) { .provenance dl { grid-template-columns: minmax(0, 1fr) } .provenance dd { \
        margin-bottom: 6px } }
        pre { margin: 0; white-space: pre-wrap; font-size: .85rem; max-height: 20em; overflow: auto }
        #tip { position: fixed; z-index: 9; width: max-content; max-width: min(320px, calc(100vw - 16px)); padding: 8px 12px; border-radius: 8px; \
        background: var(--ink); color: var(--card); font-size: .85rem; line-height: 1.4; white-space: pre-line; \
        pointer-events: none; box-shadow: 0 4px 16px rgb(0 0 0 / .25) }
        @media print { body { background: none } nav, .download, .rows:not([open]), .lead { display: none } \
        section { border: 0; padding: 0; break-before: page } section:first-child { break-before: auto } \
        figure { break-inside: avoid } .scroll { max-height: none; overflow: visible; border: 0 } \
        figcaption details:not([open]) { display: none } }
        """
}
