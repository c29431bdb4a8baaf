using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PostgresWorker.Generators.Diagnostics.HandlerBodies;

internal static class DisposedResources
{
    /// <summary>The locals of the <c>using</c> statements and declarations that end where the operation returns.</summary>
    public static IEnumerable<ILocalSymbol> Of(IOperation returning)
    {
        for (var (inner, outer) = (returning, returning.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            var resources = outer switch
            {
                IUsingOperation statement when inner == statement.Body => statement.Locals,
                IBlockOperation block => block.Operations
                    .TakeWhile(statement => statement != inner)
                    .OfType<IUsingDeclarationOperation>()
                    .SelectMany(static declaration => declaration.DeclarationGroup.GetDeclaredVariables()),
                _ => [],
            };
            foreach (var resource in resources)
            {
                yield return resource;
            }
        }
    }
}
