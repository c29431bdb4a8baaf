namespace PostgresWorker.CodeFixes;

/// <summary>Takes the result from a listener that returns one: <c>Task&lt;T&gt;</c> becomes <c>Task</c>, another type <c>void</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReturnNothingFix() : NodeFix<MethodDeclarationSyntax>(DiagnosticIds.ReturnType)
{
    private const string Tasks = "System.Threading.Tasks.";

    private protected override IEnumerable<Edit> Edits(MethodDeclarationSyntax node, Place place)
    {
        if (node.ReturnType is RefTypeSyntax || GivenSignature.Is(node, place) || place.Model.GetTypeInfo(node.ReturnType, place.Cancellation).Type is not { } type)
        {
            return [];
        }

        var isAsync = node.Modifiers.Any(SyntaxKind.AsyncKeyword);
        return type.OriginalDefinition.ToDisplayString() switch
        {
            $"{Tasks}Task<TResult>" when !isAsync => Edits(node, "Task", node, place),
            $"{Tasks}Task<TResult>" => Edits(node, "Task", DroppedValues.Of(node), place),
            $"{Tasks}ValueTask<TResult>" when isAsync => Edits(node, "ValueTask", DroppedValues.Of(node), place),
            _ when !isAsync && !type.Name.EndsWith("Task", StringComparison.Ordinal) => Edits(node, "void", DroppedValues.Of(node), place),
            _ => [],
        };
    }

    private static IEnumerable<Edit> Edits(MethodDeclarationSyntax node, string returns, MethodDeclarationSyntax? withoutValues, Place place)
    {
        if (withoutValues is null)
        {
            return [];
        }

        TypeSyntax type = returns == "void"
            ? SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.VoidKeyword))
            : ImportedType.Of($"{Tasks}{returns}", place, node);
        return [new Edit($"Return {returns}", place.With(node, withoutValues.WithReturnType(type.WithTriviaFrom(node.ReturnType))))];
    }
}
