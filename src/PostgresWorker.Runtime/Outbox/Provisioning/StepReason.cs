namespace PostgresWorker.Outbox.Provisioning;

/// <summary>Why a step is in a plan.</summary>
internal enum StepReason
{
    /// <summary>Without it changes are lost, or nothing works.</summary>
    Missing,

    /// <summary>What is there was made for another release, or other options, of the same consumer.</summary>
    Different,

    /// <summary>What is there is more than is wanted: it costs writers, and nothing is lost by it.</summary>
    Surplus,
}
