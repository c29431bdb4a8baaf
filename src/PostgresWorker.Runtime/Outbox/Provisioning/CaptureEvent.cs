namespace PostgresWorker.Outbox.Provisioning;

/// <summary>What one trigger of a capture sees.</summary>
internal enum CaptureEvent
{
    /// <summary>An insert.</summary>
    Insert,

    /// <summary>An update of a row that meets the condition before and after.</summary>
    Update,

    /// <summary>An update after which the row meets the condition, and did not before: to the listener an insert, as pgoutput has it.</summary>
    Enter,

    /// <summary>An update after which the row meets the condition no more: to the listener a delete.</summary>
    Leave,

    /// <summary>A delete.</summary>
    Delete,

    /// <summary>A TRUNCATE.</summary>
    Truncate,
}
