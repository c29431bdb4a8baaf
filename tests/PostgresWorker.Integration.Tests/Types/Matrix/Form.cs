namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>How a value comes to its reader.</summary>
public enum Form
{
    /// <summary>From the WAL, in the form of the type's <c>send</c> function.</summary>
    WalBinary,

    /// <summary>From the WAL, in the form of the type's <c>out</c> function.</summary>
    WalText,

    /// <summary>In the row as <c>to_jsonb</c> writes it.</summary>
    ToJsonb,

    /// <summary>In the row as <c>row_to_json</c> writes it.</summary>
    RowToJson,
}
