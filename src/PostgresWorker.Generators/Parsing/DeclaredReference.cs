using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Parsing;

/// <summary>
/// What a compilation references, equal to another's of the same. An editor references other projects by their compilations, each with all that
/// is bound of it, so those are reached weakly; one that is gone equals none.
/// </summary>
internal sealed class DeclaredReference(MetadataReference reference) : IEquatable<DeclaredReference>
{
    private readonly MetadataReference? _file = reference is CompilationReference ? null : reference;
    private readonly WeakReference<Compilation>? _project = reference is CompilationReference project ? new(project.Compilation) : null;
    private readonly MetadataReferenceProperties _properties = reference.Properties;

    public bool Equals(DeclaredReference? other) =>
        other is not null && Equals(_file, other._file) && _properties.Equals(other._properties) &&
        (_project is null || (Project is { } compilation && compilation == other.Project));

    public override bool Equals(object? obj) => Equals(obj as DeclaredReference);

    public override int GetHashCode() => _properties.GetHashCode();

    private Compilation? Project => _project is not null && _project.TryGetTarget(out var compilation) ? compilation : null;
}
