using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Where in the source a thing stands, as precisely as it can be said; null where it has no source.</summary>
internal static class Places
{
    public static Location? Of(ISymbol symbol) => symbol.Locations.FirstOrDefault(static location => location.IsInSource);

    public static Location? OfType(ISymbol parameterOrProperty) => Syntax(parameterOrProperty) switch
    {
        ParameterSyntax { Type: { } type } => type.GetLocation(),
        PropertyDeclarationSyntax property => property.Type.GetLocation(),
        _ => Of(parameterOrProperty),
    };

    public static Location? OfReturnType(IMethodSymbol method) => Syntax(method) switch
    {
        MethodDeclarationSyntax declaration => declaration.ReturnType.GetLocation(),
        LocalFunctionStatementSyntax declaration => declaration.ReturnType.GetLocation(),
        _ => Of(method),
    };

    public static Location? Of(AttributeData attribute) => attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation();

    /// <summary>The argument of the attribute that is <paramref name="position"/>th, or is named so.</summary>
    public static Location? OfArgument(AttributeData attribute, int position, string name)
    {
        var arguments = (attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.ArgumentList?.Arguments;
        var argument = arguments?.FirstOrDefault(argument => Name(argument) == name)
            ?? arguments?.Where(static argument => Name(argument) is null).Skip(position).FirstOrDefault();
        return argument?.Expression.GetLocation() ?? Of(attribute);
    }

    /// <summary>An element of the array that the attribute's argument of the name is.</summary>
    public static Location? OfElement(AttributeData attribute, string name, int index)
    {
        var argument = (attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault(argument => Name(argument) == name);
        var elements = argument?.Expression switch
        {
            CollectionExpressionSyntax collection => collection.Elements.Select(static element => element.GetLocation()),
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions.Select(static element => element.GetLocation()),
            ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions.Select(static element => element.GetLocation()),
            _ => [],
        };
        return elements.Skip(index).FirstOrDefault() ?? OfArgument(attribute, int.MaxValue, name);
    }

    private static string? Name(AttributeArgumentSyntax argument) =>
        argument.NameColon?.Name.Identifier.ValueText ?? argument.NameEquals?.Name.Identifier.ValueText;

    private static SyntaxNode? Syntax(ISymbol symbol) => symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
}
