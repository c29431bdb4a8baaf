using Microsoft.CodeAnalysis.Editing;

namespace PostgresWorker.CodeFixes;

/// <summary>Makes a listener static that uses nothing of its instance, or its class's only constructor public.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CreatableFix() : NodeFix<MethodDeclarationSyntax>(DiagnosticIds.CannotBeCreated)
{
    private protected override IEnumerable<Edit> Edits(MethodDeclarationSyntax node, Place place)
    {
        if (place.Model.GetDeclaredSymbol(node, place.Cancellation) is not { IsStatic: false } method || method.ContainingType.TypeKind == TypeKind.Interface)
        {
            yield break;
        }

        var generator = SyntaxGenerator.GetGenerator(place.Document);
        if (method is { IsVirtual: false, IsOverride: false, IsAbstract: false } && !GivenSignature.Is(node, place) && !UsesInstance(node, place))
        {
            yield return new Edit("Make static", place.With(node, generator.WithModifiers(node, generator.GetModifiers(node).WithIsStatic(true))));
        }

        if (method.ContainingType is { IsAbstract: false, InstanceConstructors: { Length: 1 } constructors } &&
            constructors[0].DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(place.Cancellation) is ConstructorDeclarationSyntax constructor &&
            constructor.SyntaxTree == node.SyntaxTree)
        {
            yield return new Edit("Make the constructor public", place.With(constructor, generator.WithAccessibility(constructor, Accessibility.Public)));
        }
    }

    private static bool UsesInstance(MethodDeclarationSyntax method, Place place) => method.DescendantNodes().Any(node => node switch
    {
        ThisExpressionSyntax or BaseExpressionSyntax => true,
        IdentifierNameSyntax { Parent: not (MemberAccessExpressionSyntax or NameColonSyntax or NameEqualsSyntax) } name => IsOfInstance(name, place),
        IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax access } name when access.Expression == name => IsOfInstance(name, place),
        _ => false,
    });

    private static bool IsOfInstance(IdentifierNameSyntax name, Place place) => place.Model.GetSymbolInfo(name, place.Cancellation).Symbol switch
    {
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => true,
        IFieldSymbol or IPropertySymbol or IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary } => place.Model.GetSymbolInfo(name, place.Cancellation).Symbol is { IsStatic: false },
        _ => false,
    };
}
