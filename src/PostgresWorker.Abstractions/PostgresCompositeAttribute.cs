namespace PostgresWorker;

/// <summary>
/// A class or struct that is read from a <see href="https://www.postgresql.org/docs/current/rowtypes.html">composite type</see>, or from a table's row as a
/// column: a property for each field, by the rules of row types. Fields that it does not declare are skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class PostgresCompositeAttribute : Attribute;
