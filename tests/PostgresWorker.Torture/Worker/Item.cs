namespace PostgresWorker.Torture.Worker;

/// <summary>A row of <c>items</c>: who wrote it last, and what number of his it was, which together no other change has.</summary>
internal sealed record Item(long Id, int Writer, long Seq, int? Filling, string? Payload);

/// <summary>A row of <c>side.marks</c>, which is emptied now and then.</summary>
internal sealed record Mark(long Id, int Writer, long Seq);

/// <summary>A row of <c>side.fits</c>, whose <c>weight</c> has another name or type now and then, or is not there.</summary>
internal sealed record Fit(long Id, int Writer, long Seq, int Weight);

/// <summary>What is always there of such a row.</summary>
internal sealed record LooseFit(long Id, int Writer, long Seq);
