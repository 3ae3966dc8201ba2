package dev.specc.validate;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What PyTorch, Keras, timm and others call the keys and choices of a recipe. */
final class RecipeNames {
  /** Keys with another name here, in whichever map. */
  private static final Map<String, String> KEYS =
      table(
          "recipe: version specc",
          "epochs: numepochs nepochs maxepochs maxepoch nbepochs epoch stepsize",
          "batch: batchsize minibatch bs trainbatchsize",
          "lr: learningrate baselr initiallr initlr rate eta maxlr lrmax",
          "lr_batch: basebatch basebatchsize lrbasesize referencebatch",
          "warm_up: warmup warmupepochs lrwarmupepochs warmupsteps lrwarmup",
          "schedule: scheduler lrscheduler lrschedule sched lrpolicy",
          "optimizer: optim opt optimiser solver",
          "clip_norm: clipgrad clipgradnorm maxnorm gradientclip gradientclipval clipgradient"
              + " gradclip maxgradnorm globalclipnorm clipping",
          "init: initialization initialisation initializer weightinit weights initialise",
          "loss: criterion lossfn lossfunction objective",
          "augment: augmentation augmentations transforms transform traintransform"
              + " traintransforms dataaugmentation",
          "ema: modelema emadecay modelemadecay averagedecay polyak",
          "early_stopping: earlystop",
          "checkpoint: checkpoints checkpointing",
          "seed: randomseed manualseed randomstate",
          "data: dataset traindata datapath dataroot",
          "description: doc comment notes summary",
          "source: paper reference url citation name folder path",
          "momentum: mom",
          "weight_decay: wd decay l2 l2decay l2regularization",
          "nesterov: usenesterov",
          "betas: beta beta1 beta2",
          "eps: epsilon",
          "alpha: rho decay smoothing",
          "l1: l1decay",
          "decay_biases_and_norms: decaybias biasdecay nobiasdecay filterbiasandbn",
          "gamma: factor decayrate",
          "milestones: boundaries steps epochs stepsat",
          "every: interval per updateinterval everyepochs everynepochs",
          "pct_start: pct warmuppct",
          "div_factor: divisor initialdivfactor",
          "final_div_factor: finaldivisor",
          "steps: everysteps saveinterval everynsteps",
          "keep: savetotallimit maxtokeep savetopk",
          "from: startfactor start warmupdecay",
          "patience: epochs wait",
          "metric: monitor",
          "min_delta: delta mindelta tolerance threshold",
          "normalise: normalize normalization normalisation",
          "validation: validationsplit valsplit holdout validationshare val",
          "resize: size imagesize imgsize inputsize",
          "std: stddev sd sigma",
          "mode: fan fanmode",
          "distribution: dist",
          "zero_gamma: zeroinitresidual zeroinit zeroinitlast",
          "label_smoothing: smoothing epsilon",
          "teacher: spec model teachermodel",
          "temperature: t temp tau",
          "probability: p prob proba",
          "padding: pad",
          "scale: area sl",
          "ratio: aspect aspectratio r1",
          "degrees: angle degree",
          "operations: n numops numlayers ops",
          "magnitude: m strength level",
          "size: length holesize masksize side",
          "policy: name");

  private static final Map<String, String> CHOICES =
      table(
          "sgd: gd",
          "adamw: adamdecoupled",
          "rmsprop: rmsproptf",
          "cosine: cosineannealinglr cosineannealing cosinedecay cosinelr cosinewithwarmup",
          "step: steplr stepdecay staircase",
          "multi_step: multisteplr piecewise piecewiseconstantdecay piecewiseconstant multistepdecay",
          "exponential: exponentiallr exponentialdecay exp",
          "one_cycle: onecyclelr 1cycle",
          "polynomial: polynomiallr poly polynomialdecay linear lineardecay",
          "constant: constantlr none fixed",
          "cross_entropy: crossentropyloss ce nll nllloss sparsecategoricalcrossentropy"
              + " categoricalcrossentropy softmaxcrossentropy xent",
          "distillation: kd knowledgedistillation kldivloss distill",
          "random_crop: crop randomcrop",
          "random_resized_crop: rrc inceptioncrop randomsizedcrop",
          "flip: randomhorizontalflip hflip horizontalflip randomflip mirror fliplr",
          "vertical_flip: randomverticalflip vflip flipud",
          "rotation: randomrotation rotate randomrotate",
          "colour_jitter: colorjitter jitter color",
          "auto_augment: autoaug aa",
          "rand_augment: randaug ra",
          "random_erasing: erasing randomerase reprob",
          "xavier: glorot xavieruniform glorotuniform",
          "kaiming: he kaimingnormal henormal msra kaimingfanin",
          "pytorch: default torch",
          "zero: zeros",
          "epoch: epochs",
          "step: steps batch",
          "accuracy: acc valacc valaccuracy top1",
          "loss: valloss");

  private RecipeNames() {}

  /** Which of these keys another name means. */
  static Optional<String> renamed(String foreign, Collection<String> known) {
    return lookUp(KEYS, foreign).filter(known::contains).findFirst();
  }

  /** The choices that another name means. */
  static Stream<String> choices(String foreign) {
    return lookUp(CHOICES, foreign);
  }

  private static Stream<String> lookUp(Map<String, String> table, String foreign) {
    String word = " " + plain(foreign) + " ";
    return table.entrySet().stream()
        .filter(e -> e.getValue().contains(word))
        .map(Map.Entry::getKey);
  }

  /** A name without what spellings differ in: case and separators. */
  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(" ", "");
  }

  private static Map<String, String> table(String... lines) {
    Map<String, String> table = new LinkedHashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      String names = line.substring(colon + 1) + " ";
      table.merge(line.substring(0, colon), names, String::concat);
    }
    return table;
  }
}
