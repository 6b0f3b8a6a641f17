internal import Foundation

extension RunIndex {
  /// Puts runs among the deleted, from where ``restore(_:)`` brings them back; none when one of them is running or
  /// missing.
  ///
  /// A run that was deleted earlier under the same name gets a number behind it.
  ///
  /// - Parameter names: the runs.
  /// - Throws: ``RunStoreError/isRunning(name:)``, ``RunStoreError/invalidName(name:)``,
  ///   ``RunStoreError/noSuchRun(name:folder:)``, ``RunStoreError/unusable(path:reason:)``.
  public func delete(_ names: [String]) throws(RunStoreError) {
    try moving {
      let runs = try lockedRuns(named: names, areDeleted: false)
      let deleted = folder(areDeleted: true)
      try FileManager.default.createDirectory(atPath: deleted, withIntermediateDirectories: true)
      guard FileStamp(deleted)?.kind == .folder else {
        throw RunStoreError.unusable(path: deleted, reason: "it is no folder, but a link")
      }
      for run in runs {
        let destination = "\(deleted)/\(run.name)"
        if FileStamp(destination) != nil {
          try move(destination, to: "\(deleted)/\(numberedName(run.name, in: deleted))")
        }
        try move(run.path, to: destination)
      }
    }
  }

  /// Brings deleted runs back; none when the name of one of them is taken.
  ///
  /// - Parameter names: their names among the deleted.
  /// - Throws: ``RunStoreError/nameTaken(name:)``, and as ``delete(_:)``.
  public func restore(_ names: [String]) throws(RunStoreError) {
    try moving {
      let runs = try lockedRuns(named: names, areDeleted: true)
      for run in runs where FileStamp("\(path)/\(run.name)") != nil {
        throw RunStoreError.nameTaken(name: run.name)
      }
      for run in runs { try move(run.path, to: "\(path)/\(run.name)") }
    }
  }

  /// Removes everything that was deleted, for good.
  ///
  /// - Throws: ``RunStoreError/isRunning(name:)``, ``RunStoreError/unusable(path:reason:)``.
  public func purge() throws(RunStoreError) {
    try moving {
      let (files, deleted) = (FileManager.default, folder(areDeleted: true))
      guard FileStamp(deleted)?.kind == .folder else { return }
      // Also what is no run any more, because an earlier call was killed.
      for name in try files.contentsOfDirectory(atPath: deleted) {
        let lock = try lock("\(deleted)/\(name)", name: name)
        try files.removeItem(atPath: "\(deleted)/\(name)")
        withExtendedLifetime(lock) {}
      }
    }
  }

  // MARK: - Moving

  /// A run that no one can write to while it is moved.
  private struct LockedRun {
    let name: String
    let path: String
    let lock: RunLock?
  }

  /// One process at a time moves runs, and the catalogue follows, also where only some were moved.
  private func moving(_ body: () throws -> Void) throws(RunStoreError) {
    var failure: RunStoreError?
    do {
      let lock = try IndexLock(in: path)
      defer { withExtendedLifetime(lock) {} }
      try body()
    } catch let error as RunStoreError {
      failure = error
    } catch {
      failure = .unusable(path: folder(areDeleted: true), reason: error.localizedDescription)
    }
    if let failure {
      try? refresh()
      throw failure
    }
    try refresh()
  }

  private func lockedRuns(named names: [String], areDeleted: Bool) throws -> [LockedRun] {
    var seen: Set<[UInt8]> = []
    return try names.filter { seen.insert(Array($0.utf8)).inserted }.map { name in
      let path = try reading(named: name, isDeleted: areDeleted).folder.path
      return LockedRun(name: name, path: path, lock: try lock(path, name: name))
    }
  }

  private func lock(_ path: String, name: String) throws(RunStoreError) -> RunLock? {
    do {
      return try RunLock(path)
    } catch {
      throw .isRunning(name: name)
    }
  }

  private func numberedName(_ name: String, in folder: String) -> String {
    var number = 2
    while FileStamp("\(folder)/\(name).\(number)") != nil { number += 1 }
    return "\(name).\(number)"
  }

  private func move(_ path: String, to destination: String) throws(RunStoreError) {
    guard rename(path, destination) == 0 else {
      throw .unusable(path: path, reason: String(cString: strerror(errno)))
    }
  }
}
