extension Report {
  /// The look of the page, on a screen and in print.
  static let style = """
    :root { color-scheme: light; }
    body { margin: 0; background: #fff; color: #1a1a1a;
      font: 16px/1.5 "Source Serif 4", "Libertinus Serif", Georgia, "DejaVu Serif", serif; }
    main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
    h1 { font-size: 2rem; margin: 0 0 .5rem; }
    h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; border-bottom: 1px solid #ccc; }
    h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
    figure { margin: 1rem 0; break-inside: avoid; }
    figure img { width: 100%; height: auto; }
    .columns1 img { width: 50%; }
    figcaption { font-size: .875rem; color: #444; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
    th, td { padding: .2rem 1rem .2rem 0; text-align: right; border-bottom: 1px solid #e5e5e5; }
    th:first-child, td:first-child { text-align: left; }
    th { border-bottom: 2px solid #888; }
    .strip { display: flex; flex-wrap: wrap; gap: 1rem; }
    .picture { width: 9rem; margin: .25rem 0; }
    .picture img { width: 9rem; image-rendering: pixelated; border: 1px solid #ccc; }
    .picture figcaption { font-size: .8rem; line-height: 1.3; }
    .warning { border-left: 4px solid #d55e00; padding: .25rem .75rem; background: #fdf3ec; }
    .small { font-size: .85rem; color: #555; margin-top: 2rem; }
    @media print { body { font-size: 11px; } main { max-width: none; padding: 0; } }
    """
}
