namespace PostgresWorker.CodeFixes;

/// <summary>Methods whose parameters and return type are said elsewhere too, so that they can't be changed here alone.</summary>
internal static class GivenSignature
{
    /// <summary>Whether a base class, another part of the method or an interface says it.</summary>
    public static bool Is(MethodDeclarationSyntax method, Place place) =>
        method.Modifiers.Any(static modifier => modifier.Kind() is SyntaxKind.OverrideKeyword or SyntaxKind.PartialKeyword) ||
        (place.Model.GetDeclaredSymbol(method, place.Cancellation) is { } symbol && Implements(symbol));

    private static bool Implements(IMethodSymbol method) =>
        !method.ExplicitInterfaceImplementations.IsEmpty ||
        method.ContainingType.AllInterfaces
            .SelectMany(contract => contract.GetMembers(method.Name))
            .Any(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));
}
