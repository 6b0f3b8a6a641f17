extension ExperimentFile {
  /// The text as run, for a copy in another folder that can be run from there.
  ///
  /// A file may leave its name and the folder of its paths to where it stands; the copy spells them out, in
  /// `name` and `directory`. All else stays as it is, with its comments.
  ///
  /// - Parameter folder: the folder for the copy, which exists.
  /// - Returns: YAML.
  /// - Throws: ``ExperimentFileError``.
  public func text(forCopyIn folder: String) throws(ExperimentFileError) -> String {
    try DocumentCopy(
      kind: "experiment", text: text, document: document, name: description.name,
      directory: directory
    ).text(in: folder)
  }
}
