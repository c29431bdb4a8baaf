namespace PostgresWorker.Generators.Model;

/// <summary>A parameter after the first.</summary>
/// <param name="Kind">Where its value comes from.</param>
/// <param name="Type">The service's type, as written in generated code; null for what is no service.</param>
/// <param name="Key">The service's key, as written in generated code; null where it has none.</param>
/// <param name="IsOptional">Whether the service may be missing.</param>
/// <param name="IsNullForgiving">Whether the parameter says that it is never null although the service may be missing.</param>
internal sealed record ArgumentModel(ArgumentKind Kind, string? Type = null, string? Key = null, bool IsOptional = false, bool IsNullForgiving = false);

internal enum ArgumentKind
{
    CancellationToken,
    Context,
    Transaction,
    Service,
}
