using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

internal static class ProjectParser
{
    /// <summary>The generated code is C# 12.</summary>
    public const LanguageVersion LowestLanguage = LanguageVersion.CSharp12;

    /// <summary>The project by its assembly's name.</summary>
    public static ProjectModel Parse(Compilation compilation) =>
        new(Namespace(compilation.AssemblyName), ReferencesAbstractions(compilation) && IsLanguageNewEnough(compilation));

    /// <summary>The project by the root namespace that the build gives, if it gives one.</summary>
    public static ProjectModel Named(ProjectModel project, AnalyzerConfigOptions options) =>
        options.TryGetValue("build_property.RootNamespace", out var root) && !string.IsNullOrWhiteSpace(root) ? project with { RootNamespace = Namespace(root) } : project;

    public static bool ReferencesAbstractions(Compilation compilation) =>
        compilation.GetTypeByMetadataName("PostgresWorker.Generated.IListenerModule") is not null;

    public static bool IsLanguageNewEnough(Compilation compilation) =>
        compilation is CSharpCompilation { LanguageVersion: >= LowestLanguage };

    /// <summary>Makes a namespace of an assembly's name, as the SDK does for new projects: <c>my-shop.2</c> becomes <c>my_shop._2</c>.</summary>
    private static string Namespace(string? name)
    {
        var parts = (name ?? "").Split('.').Select(Part).Where(static part => part.Length > 0).ToList();
        return parts.Count == 0 ? "Listeners" : string.Join(".", parts);
    }

    private static string Part(string part)
    {
        var valid = new StringBuilder(part.Length + 1);
        foreach (var character in part.Trim())
        {
            valid.Append(SyntaxFacts.IsIdentifierPartCharacter(character) ? character : '_');
        }

        if (valid.Length > 0 && !SyntaxFacts.IsIdentifierStartCharacter(valid[0]))
        {
            valid.Insert(0, '_');
        }

        return Symbols.Escape(valid.ToString());
    }
}
