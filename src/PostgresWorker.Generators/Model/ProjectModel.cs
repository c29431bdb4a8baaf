namespace PostgresWorker.Generators.Model;

/// <summary>What the compilation says about the project as a whole.</summary>
/// <param name="RootNamespace">Where the module goes; a valid namespace.</param>
/// <param name="CanGenerate">Whether the abstractions are referenced and the language is new enough for the generated code.</param>
internal sealed record ProjectModel(string RootNamespace, bool CanGenerate);
