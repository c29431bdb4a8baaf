using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PostgresWorker.Generators.Parsing;

/// <summary>
/// Finds the methods of a compilation that may be listeners, by the names of their attributes and then by their types. It does what
/// <c>ForAttributeWithMetadataName</c> does, but is asked only when declarations have changed: that would bind every listener at every key.
/// </summary>
internal static class AnnotatedMethods
{
    private static readonly string[] Names = ["PostgresListener", "PostgresListenerAttribute", "PostgresMessage", "PostgresMessageAttribute"];

    // A tree never changes, so what is found in one is found for good.
    private static readonly ConditionalWeakTable<SyntaxTree, File> Files = new();

    public static IEnumerable<IMethodSymbol> Of(Compilation compilation, CancellationToken cancellation)
    {
        var files = compilation.SyntaxTrees.Select(tree => (Tree: tree, File: Files.GetValue(tree, static tree => new File(tree.GetRoot())))).ToList();
        var known = Closure(Names, [.. files.SelectMany(static file => file.File.Aliases).Where(static alias => alias.IsGlobal)]);
        foreach (var (tree, file) in files.Where(static file => file.File.Methods.Count > 0))
        {
            var names = Closure(known, file.Aliases);
            var candidates = file.Methods.FindAll(method => Attributes(method).Any(attribute => names.Contains(LastName(attribute.Name))));
            if (candidates.Count == 0)
            {
                continue;
            }

            var model = compilation.GetSemanticModel(tree);
            foreach (var candidate in candidates)
            {
                cancellation.ThrowIfCancellationRequested();
                if (model.GetDeclaredSymbol(candidate, cancellation) is { } method && (ListenerParser.Attributes(method).Any() || MessageListenerParser.Attributes(method).Any()))
                {
                    yield return method;
                }
            }
        }
    }

    /// <summary>The names with all that may stand for them, for an alias may be one of another. That it is asked of last names only finds too many, which their types sort out.</summary>
    private static HashSet<string> Closure(IEnumerable<string> names, List<Alias> aliases)
    {
        var all = new HashSet<string>(names, StringComparer.Ordinal);
        while (aliases.Exists(alias => all.Contains(alias.Target) && all.Add(alias.Name)))
        {
        }

        return all;
    }

    private static IEnumerable<AttributeSyntax> Attributes(MethodDeclarationSyntax method) => method.AttributeLists.SelectMany(static list => list.Attributes);

    private static string LastName(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    /// <summary>What a file has of interest: its methods with attributes, and the other names that it gives.</summary>
    private sealed class File
    {
        public File(SyntaxNode root)
        {
            var members = root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).ToList();
            Methods = [.. members.OfType<MethodDeclarationSyntax>().Where(static method => method.AttributeLists.Count > 0)];
            Aliases = [.. members.OfType<UsingDirectiveSyntax>().Where(static directive => directive.Alias is not null).SelectMany(Of)];
        }

        public List<MethodDeclarationSyntax> Methods { get; }

        public List<Alias> Aliases { get; }

        private static IEnumerable<Alias> Of(UsingDirectiveSyntax directive) => directive.NamespaceOrType is NameSyntax target
            ? Endings(directive.Alias!.Name.Identifier.ValueText).Select(name => new Alias(name, LastName(target), directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)))
            : [];

        // [OnChange] is OnChangeAttribute, too.
        private static IEnumerable<string> Endings(string alias) =>
            alias.EndsWith("Attribute", StringComparison.Ordinal) ? [alias, alias.Substring(0, alias.Length - "Attribute".Length)] : [alias];
    }

    private readonly record struct Alias(string Name, string Target, bool IsGlobal);
}
