namespace PostgresWorker.Generated;

/// <summary>The first byte of a range's binary form:
/// <see href="https://github.com/postgres/postgres/blob/master/src/include/utils/rangetypes.h">rangetypes.h</see>.</summary>
[Flags]
internal enum RangeFlags
{
    /// <summary>Both bounds are there and exclusive.</summary>
    None = 0,

    /// <summary>RANGE_EMPTY</summary>
    Empty = 0x01,

    /// <summary>RANGE_LB_INC</summary>
    LowerIsInclusive = 0x02,

    /// <summary>RANGE_UB_INC</summary>
    UpperIsInclusive = 0x04,

    /// <summary>RANGE_LB_INF</summary>
    LowerIsInfinite = 0x08,

    /// <summary>RANGE_UB_INF</summary>
    UpperIsInfinite = 0x10,

    /// <summary>Every flag that is sent.</summary>
    All = Empty | LowerIsInclusive | UpperIsInclusive | LowerIsInfinite | UpperIsInfinite,
}
