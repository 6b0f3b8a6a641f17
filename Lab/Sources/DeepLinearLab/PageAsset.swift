/// A file of the page, as it is built into the program.
struct PageAsset: Sendable {
  let name: String
  let bytes: [UInt8]

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The page itself, and the page for a class.
  static let index = PageAsset(name: "index.html", bytes: PackageResources.index_html)
  static let offline = PageAsset(name: "offline.html", bytes: PackageResources.offline_html)

  /// What the page loads.
  static let served: [PageAsset] = [
    PageAsset(name: "catalogue.js", bytes: PackageResources.catalogue_js),
    PageAsset(name: "charts.js", bytes: PackageResources.charts_js),
    PageAsset(name: "comparison.js", bytes: PackageResources.comparison_js),
    PageAsset(name: "controls.js", bytes: PackageResources.controls_js),
    PageAsset(name: "curves.js", bytes: PackageResources.curves_js),
    PageAsset(name: "elements.js", bytes: PackageResources.elements_js),
    PageAsset(name: "forecast.js", bytes: PackageResources.forecast_js),
    PageAsset(name: "heatmap.js", bytes: PackageResources.heatmap_js),
    PageAsset(name: "keep.js", bytes: PackageResources.keep_js),
    PageAsset(name: "lessons.js", bytes: PackageResources.lessons_js),
    PageAsset(name: "marks.js", bytes: PackageResources.marks_js),
    PageAsset(name: "numbers.js", bytes: PackageResources.numbers_js),
    PageAsset(name: "page.js", bytes: PackageResources.page_js),
    PageAsset(name: "pictures.js", bytes: PackageResources.pictures_js),
    PageAsset(name: "problem.js", bytes: PackageResources.problem_js),
    PageAsset(name: "readings.js", bytes: PackageResources.readings_js),
    PageAsset(name: "run-page.js", bytes: PackageResources.run_page_js),
    PageAsset(name: "runs.js", bytes: PackageResources.runs_js),
    PageAsset(name: "service.js", bytes: PackageResources.service_js),
    PageAsset(name: "simulation.js", bytes: PackageResources.simulation_js),
    PageAsset(name: "state.js", bytes: PackageResources.state_js),
    style,
    PageAsset(name: "theme.js", bytes: PackageResources.theme_js),
    PageAsset(name: "transport.js", bytes: PackageResources.transport_js),
    PageAsset(name: "upload.js", bytes: PackageResources.upload_js),
  ]

  /// The scripts of the page for a class, in the order in which they run.
  static let offlineScripts: [PageAsset] = [
    PageAsset(name: "theme.js", bytes: PackageResources.theme_js),
    PageAsset(name: "elements.js", bytes: PackageResources.elements_js),
    PageAsset(name: "numbers.js", bytes: PackageResources.numbers_js),
    PageAsset(name: "marks.js", bytes: PackageResources.marks_js),
    PageAsset(name: "charts.js", bytes: PackageResources.charts_js),
    PageAsset(name: "curves.js", bytes: PackageResources.curves_js),
    PageAsset(name: "readings.js", bytes: PackageResources.readings_js),
    PageAsset(name: "offline.js", bytes: PackageResources.offline_js),
  ]

  static let style = PageAsset(name: "style.css", bytes: PackageResources.style_css)
}
