using Atlas.Capacity.Counting;
using Atlas.Capacity.Scale;

Console.Write(ScaleDocument.Render(PostLoad.Of(await Scenario.SingleImage.CountAsync())));
return 0;
