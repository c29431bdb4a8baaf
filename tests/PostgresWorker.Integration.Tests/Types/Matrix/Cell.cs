namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>A row of one column.</summary>
public sealed record Cell<T>(T Value);

/// <summary>A row of one column that is never NULL, for types whose <see cref="Cell{T}"/> takes NULL.</summary>
public sealed record RequiredCell<T>(T Value)
    where T : class;
