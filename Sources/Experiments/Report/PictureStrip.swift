/// Grey pictures that belong side by side, each with what stands below it.
public struct PictureStrip: Sendable {
  /// A picture.
  public struct Picture: Sendable {
    /// What stands below, in lines.
    public let caption: String

    /// The picture as a PNG file.
    public let png: [UInt8]
  }

  /// What stands above.
  public let title: String

  /// The pictures from left to right.
  public let pictures: [Picture]

  /// The strip on a page.
  var html: String {
    let figures = pictures.map { picture in
      let caption = HTML.escaped(picture.caption).replacing("\n", with: "<br>")
      return """
        <figure class="picture">\
        \(HTML.image(picture.png, type: "png", description: picture.caption))\
        <figcaption>\(caption)</figcaption></figure>
        """
    }
    return """
      <h3>\(HTML.escaped(title))</h3><div class="strip">\(figures.joined())</div>
      """
  }
}
