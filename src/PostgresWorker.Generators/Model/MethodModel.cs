namespace PostgresWorker.Generators.Model;

/// <summary>An annotated method: a route for each valid attribute.</summary>
/// <param name="Listeners">The routes; none where the method is wrong.</param>
/// <param name="Row">The row type that the routes read; null for TRUNCATE, and where there are no routes.</param>
internal sealed record MethodModel(EquatableArray<ListenerModel> Listeners, RowModel? Row)
{
    public static MethodModel Empty { get; } = new(default, null);
}
