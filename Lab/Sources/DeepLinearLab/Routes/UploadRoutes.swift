internal import Foundation
internal import Hummingbird

/// Matrices of one's own.
struct UploadRoutes: Sendable {
  let data: LabData
  let limits: LabLimits

  private struct Answer: Encodable {
    let id, name: String
    let rows, columns: Int
  }

  func add(to router: some RouterMethods<BasicRequestContext>) {
    router.post("api/uploads") { request, _ in
      let name = request.field("name") ?? ""
      do {
        let bytes = try await request.bytes(upTo: limits.uploadBytes)
        let upload = try data.add(bytes, named: name)
        return try Response.json(
          Answer(id: upload.id, name: name, rows: upload.rows, columns: upload.columns))
      } catch {
        // The page shows it beside the control.
        return try Response.json(LabError(error).answer)
      }
    }
  }
}
