using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.Generators.Parsing;

/// <summary>What a listener may take of the transaction that is committed when it succeeds.</summary>
internal static class TransactionRules
{
    public static bool IsTransaction(ITypeSymbol type) => type.Is("Npgsql", "NpgsqlTransaction");

    public static void Check(IMethodSymbol method, Findings findings)
    {
        foreach (var second in method.Parameters.Where(static parameter => IsTransaction(parameter.Type)).Skip(1))
        {
            findings.Add(ShapeDiagnostics.Transaction, Places.OfType(second), method.Name, second.Name, "a call has one transaction");
        }

        foreach (var other in method.Parameters.Where(static parameter => parameter.Type.Is("System.Data.Common", "DbTransaction") || parameter.Type.Is("System.Data", "IDbTransaction")))
        {
            findings.Add(ShapeDiagnostics.Transaction, Places.OfType(other), method.Name, other.Name, $"a {other.Type.Name} is no service");
        }
    }
}
